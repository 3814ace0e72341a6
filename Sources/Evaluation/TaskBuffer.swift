package import Candidates

/// A buffer that a task hands to every candidate.
package struct TaskBuffer: Hashable, Sendable {
    /// Who writes it.
    package enum Role: String, Hashable, Sendable, CaseIterable {
        /// The task fills it; storing to it is an error.
        case input
        /// The candidate fills every element.
        case output
    }

    /// Its name, to which kernel parameters of the same name are bound.
    package let name: String
    /// The type of its elements.
    package let type: ElementType
    /// Who writes it.
    package let role: Role
    /// Number of elements.
    package let count: Expression
    /// Length of a row: the unit in which outputs are compared; nil for inputs.
    package let row: Expression?
    /// The oracle's function that computes a row; nil for inputs.
    package let reference: String?
    /// What an input holds.
    package let contents: InputDistribution
}
