/// Why a task cannot be worked on: its oracle or a baseline is not what it should be.
package struct TaskRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, one or more lines.
    package let description: String

    init(_ description: String) { self.description = description }
}
