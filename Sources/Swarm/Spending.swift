/// What one agent has spent, and how its model has fared.
struct Spending: Hashable, Sendable {
    /// Proposals and revisions.
    var proposals = 0
    /// Requests to its model.
    var requests = 0
    /// Tokens of its requests and replies.
    var tokens = 0
    /// Tokens that replies under way may take.
    var reserved = 0
    /// Failures of its model since its last answer.
    var failuresInARow = 0
    /// How many texts there were when it found nothing left to try; nil when it did find something.
    var exhaustedTexts: Int?
}
