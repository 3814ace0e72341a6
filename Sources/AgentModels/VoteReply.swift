/// A judge's answer.
package enum VoteReply: Hashable, Codable, Sendable {
    /// A score from 0 (worthless) to 1 (spend an evaluation at once), and whether something looks like cheating.
    case vote(score: Double, suspicious: Bool, reason: String)
    /// No vote, because the reply could not be read as one.
    case abstain(reason: String)
}
