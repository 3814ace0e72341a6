/// Why a text is no JSON value.
package struct CanonicalJSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The byte where reading stopped, from 0.
    package let offset: Int
    /// What is wrong there.
    package let reason: String

    /// The reason with its place.
    package var description: String { "byte \(offset): \(reason)" }
}
