/// Why a reply cannot be used, in words that go back to the model.
package struct ReplyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what would be right.
    package var message: String

    /// A problem.
    package init(_ message: String) { self.message = message }

    /// The message.
    package var description: String { message }
}
