import Evaluation
import Foundation
import Swarm
import Synchronization

/// What a run tells while it goes on: one live line on a terminal, plain lines elsewhere.
final class RunProgress: Sendable {
    private struct State {
        var evaluations = 0
        var best: Double?
        var rejected = 0
        var started = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let isTerminal: Bool

    init(isTerminal: Bool = Console.isTerminal) { self.isTerminal = isTerminal }

    /// Shows an event.
    func show(_ event: ProgressEvent) {
        switch event {
        case .baseline(let name, let verdict, let score):
            line("baseline \(name): \(score.map(TextTable.time) ?? verdict.rawValue)")
        case .evaluated(let count, let verdict, let score, let isBest):
            let (text, isNews) = state.withLock { state in
                state.evaluations = count
                if score == nil { state.rejected += 1 }
                if isBest { state.best = score }
                let best = state.best.map(TextTable.time) ?? "-"
                return ("evaluations \(count), best \(best), not correct \(state.rejected)", isBest || score == nil)
            }
            if isTerminal {
                Console.rewriteLine(text)
            } else if isNews || count % 10 == 0 {
                Console.error(score == nil ? "\(text) (\(verdict.rawValue))" : text)
            }
        case .asking(let agent, let request): line("waiting for an answer: \(agent), request \(request)")
        case .posted, .evaluating: return
        }
    }

    /// Ends the live line.
    func finish() {
        if isTerminal { Console.error("") }
    }

    private func line(_ text: String) {
        if isTerminal { Console.rewriteLine("") }
        Console.error(text)
    }
}
