package import Blackboard
package import Evaluation

/// What a run tells while it goes on; it decides nothing.
package enum ProgressEvent: Sendable {
    /// A decision was journaled.
    case posted(Entry)
    /// An evaluation began.
    case evaluating(candidate: String)
    /// A result took effect: evaluations so far, the verdict and, where correct, the score in nanoseconds.
    case evaluated(count: Int, verdict: VerdictKind, score: Double?, isBest: Bool)
    /// A baseline was measured.
    case baseline(name: String, verdict: VerdictKind, score: Double?)
    /// A model was asked; a manual one waits for a person.
    case asking(agent: String, request: String)
}
