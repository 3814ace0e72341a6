import Blackboard

/// What a model said to an agent's prompt.
enum LiveAnswer: Hashable, Sendable {
    /// A text, and the number of the reply's entry.
    case text(String, entry: Int)
    /// Nothing, and why; the reply's entry where the model was asked.
    case none(String, entry: Int?)
}

/// How far an agent has come with a prompt.
enum LiveStep {
    /// The prompt is to be journaled.
    case post(Draft)
    /// The answer is awaited.
    case waiting(Work)
    /// It is there.
    case answered(LiveAnswer)
}
