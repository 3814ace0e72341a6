/// Why a transcript cannot answer.
package struct AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, for a program.
    package enum Code: String, Hashable, Sendable {
        /// The folder holds no journal that can be read.
        case unreadable
        /// The journal is not as it was written.
        case broken
        /// There is no such entry.
        case missing
        /// The argument is not understood.
        case argument
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
