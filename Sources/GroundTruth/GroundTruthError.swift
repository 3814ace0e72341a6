/// Why a set cannot be read or a case cannot be predicted.
package struct GroundTruthError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, with the file and the place in it where it came from one.
    package let description: String

    /// An error that says `description`.
    package init(_ description: String) { self.description = description }
}
