/// Why the journal refused or failed.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, for a program.
    package enum Code: String, Hashable, Sendable {
        /// Another process works on the run.
        case locked
        /// The run folder or a file in it cannot be used.
        case file
        /// The stored entries or the anchor are not what was written.
        case broken
        /// The file was written by another version of the format.
        case format
        /// A draft that breaks a rule.
        case draft
        /// A subscription that does not exist or differs.
        case subscription
        /// A reaction to an entry that was reacted to before or never delivered.
        case reaction
        /// The journal was finished before.
        case finished
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
