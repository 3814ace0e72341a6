import Blackboard

/// What a run does next.
enum RunStep: Sendable {
    /// Posts an entry, as a subscriber's reaction to a decision where one is named.
    case post(Draft, reaction: Reaction? = nil)
    /// Waits for one of `turns`, while all of `open` is under way.
    case wait(turns: [WorkKey], open: [Work])
    /// The run is over.
    case done

    /// A subscriber's reaction.
    struct Reaction: Hashable, Sendable {
        /// The agent that reacts.
        var subscriber: String
        /// The number of the decision it reacts to.
        var trigger: Int
    }
}
