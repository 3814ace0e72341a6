/// Why no usable clang was found.
package struct ClangError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what would be right.
    package let message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
