import Candidates
import OfflineSearch

/// Runs a search as the swarm does: tickets in order, results delayed by the window.
struct SearchRunner {
    /// The kernel searched.
    let landscape: SearchLandscape
    /// Tickets in flight at once.
    var window = 1
    /// Evaluations in all.
    var evaluations = 60
    /// Whether optimizers get a hint from the best point's metrics.
    var usesHints = true

    /// The best time after each evaluation.
    func run(space: DesignSpace, seed: UInt64) -> [Double] {
        var state = SearchState(space: space)
        var pending: [DesignPoint] = []
        var best = Double.infinity
        var history: [Double] = []
        for ticket in 0..<evaluations {
            let role: SearchRole = ticket % 2 == 0 ? .explorer : .optimizer
            let proposals = state.propose(
                count: 1, role: role, seed: seed &* 1_000_003 &+ UInt64(ticket), hint: usesHints ? hint(state) : nil)
            pending += proposals.map(\.point)
            if pending.count >= window || proposals.isEmpty, !pending.isEmpty {
                let observation = landscape.observation(pending.removeFirst())
                if case .time(let time) = observation.outcome { best = min(best, time) }
                state.observe(observation)
            }
            history.append(best)
        }
        return history
    }

    /// The bottleneck that stands out at the best point: what a profiler would say.
    private func hint(_ state: SearchState) -> Hint? {
        guard let metrics = state.best?.metrics, !metrics.isEmpty else { return nil }
        let worst = metrics.keys.sorted().max { (metrics[$0] ?? 0) < (metrics[$1] ?? 0) }
        return worst.map { Hint(bottleneck: $0) }
    }
}
