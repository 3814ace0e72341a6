package import Candidates

/// A point worth an evaluation, and why.
package struct Proposal: Hashable, Sendable {
    /// The point; feasible, and never proposed before.
    package let point: DesignPoint
    /// Why it is worth it, in one sentence.
    package let reason: String
}
