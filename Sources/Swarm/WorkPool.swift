/// The work of a run: each piece done once, a bounded number at a time, results kept until they take effect.
struct WorkPool {
    /// The most evaluations at once.
    private let jobs: Int
    /// The most requests at once, by agent.
    private let concurrency: [String: Int]
    /// What waits to start, in the order it came.
    private var waiting: [Work] = []
    /// What was ever added, by name, until its result took effect.
    private var known: Set<WorkKey> = []
    /// How many evaluations run.
    private var evaluating = 0
    /// How many requests run, by agent.
    private var asking: [String: Int] = [:]
    /// What runs.
    private var running: Set<WorkKey> = []
    /// Results that have not taken effect, in the order they arrived.
    private var finished: [(key: WorkKey, result: WorkResult)] = []

    /// An empty pool.
    init(jobs: Int, concurrency: [String: Int]) {
        self.jobs = max(1, jobs)
        self.concurrency = concurrency
    }

    /// Adds a piece of work; false when it is there already.
    mutating func add(_ work: Work) -> Bool {
        guard known.insert(work.key).inserted else { return false }
        waiting.append(work)
        return true
    }

    /// The work that may start now; it counts as running from here on.
    mutating func startable() -> [Work] {
        var starting: [Work] = []
        var later: [Work] = []
        for work in waiting {
            switch work {
            case .evaluate where evaluating < jobs:
                evaluating += 1
                starting.append(work)
            case .ask(_, let agent) where asking[agent, default: 0] < concurrency[agent] ?? 1:
                asking[agent, default: 0] += 1
                starting.append(work)
            default: later.append(work)
            }
        }
        running.formUnion(starting.map(\.key))
        waiting = later
        return starting
    }

    /// Records a result.
    mutating func finish(_ work: Work, _ result: WorkResult) {
        waiting.removeAll { $0.key == work.key }
        if running.remove(work.key) != nil {
            switch work {
            case .evaluate: evaluating -= 1
            case .ask(_, let agent): asking[agent, default: 0] -= 1
            }
        }
        finished.append((work.key, result))
    }

    /// Takes the first result to have arrived that is among `turns`; nil when none is there.
    mutating func take(_ turns: [WorkKey]) -> (WorkKey, WorkResult)? {
        guard let index = finished.firstIndex(where: { turns.contains($0.key) }) else { return nil }
        let (key, result) = finished.remove(at: index)
        known.remove(key)
        return (key, result)
    }
}
