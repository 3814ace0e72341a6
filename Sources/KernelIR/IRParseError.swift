/// Text that is not LLVM IR, or IR that this package does not support, with the line it stands on.
package struct IRParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// 1-based line in the IR text.
    package let line: Int
    /// What is wrong, in one sentence without the line.
    package let message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    /// `line N: message`.
    package var description: String { "line \(line): \(message)" }
}
