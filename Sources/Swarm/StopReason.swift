/// Why a run ended or stopped.
package enum StopReason: String, CaseIterable, Hashable, Sendable {
    /// The evaluations allowed were made.
    case evaluations
    /// No better kernel came for as many evaluations as the rules allow.
    case noImprovement = "no-improvement"
    /// The speed-up asked for was reached.
    case speedup
    /// The tokens allowed were spent.
    case tokens
    /// Nobody who proposes has anything left to spend or to try.
    case exhausted
    /// Ticket after ticket led to no evaluation.
    case stalled
    /// Someone stopped it; it can be resumed.
    case interrupted
}
