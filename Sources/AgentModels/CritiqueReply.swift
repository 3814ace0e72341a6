/// A critic's answer about a proposal.
package struct CritiqueReply: Hashable, Codable, Sendable {
    /// Whether the proposal is worth an evaluation.
    package enum Verdict: String, Hashable, Codable, Sendable {
        /// Evaluate it.
        case accept
        /// Do not.
        case reject
    }

    /// The decision.
    package var verdict: Verdict
    /// Why.
    package var reason: String

    /// A critique.
    package init(verdict: Verdict, reason: String) {
        self.verdict = verdict
        self.reason = reason
    }
}
