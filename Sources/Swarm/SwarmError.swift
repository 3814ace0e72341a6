/// Why a run could not start, go on or be replayed.
package struct SwarmError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, for a program.
    package enum Code: String, Hashable, Sendable {
        /// The run folder holds no run, or holds one already.
        case runDirectory
        /// The configuration, task, chip or compiler is not what the run began with.
        case changed
        /// The journal holds what this program would not have written.
        case journal
        /// An agent's model is missing.
        case model
    }

    /// The kind of failure.
    package let code: Code
    /// What is wrong, the value in '…', and what would be right.
    package let message: String

    /// A failure.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
