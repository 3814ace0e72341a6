package import Blackboard
package import Candidates
package import Evaluation

/// What a run has come to.
package struct RunOutcome: Sendable {
    /// A measured kernel.
    package struct Kernel: Sendable {
        /// The kernel.
        package let candidate: Candidate
        /// What was measured.
        package let result: EvaluationResult
        /// The agent that proposed it, or the baseline's name.
        package let author: String
        /// The number of the decision that holds the measurement.
        package let entry: Int
    }

    /// Why it ended.
    package let reason: StopReason
    /// The best correct kernel; nil when there is none.
    package let best: Kernel?
    /// The baselines in the task's order, by name.
    package let baselines: [(name: String, kernel: Kernel)]
    /// How many proposals came to nothing, by reason: critics, the council, replies, verdicts.
    package let rejections: [String: Int]
    /// How many evaluations tickets have cost.
    package let evaluations: Int
    /// How many tickets were issued.
    package let tickets: Int
    /// The head of the decision chain.
    package let head: JournalHead
    /// The run folder.
    package let runDirectory: String

    /// Whether the run is over; else it can be resumed.
    package var isComplete: Bool { reason != .interrupted }

    /// How many times as fast as a baseline the best kernel is; nil when either has no time.
    package func speedup(over baseline: String) -> Double? {
        guard let score = best?.result.score, score > 0,
            let other = baselines.first(where: { $0.name == baseline })?.kernel.result.score
        else { return nil }
        return other / score
    }
}
