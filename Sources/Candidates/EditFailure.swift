/// Why a model's reply could not be applied; `reason` is what the model is told, once.
package struct EditFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A label for counts, without data.
    package enum Kind: String, Hashable, Sendable {
        /// The reply holds neither a kernel nor edits.
        case noCode
        /// A code block or an edit is cut off or malformed.
        case malformed
        /// The reply or the kernel it makes is too large.
        case tooLarge
        /// A SEARCH text is not in the kernel.
        case notFound
        /// A SEARCH text is in the kernel more than once.
        case ambiguous
        /// The change touches text outside the EVOLVE blocks.
        case outsideBlock
        /// The kernel would be what it was.
        case unchanged
    }

    /// The label.
    package let kind: Kind
    /// What is wrong and what would be right, addressed to whoever wrote the reply.
    package let reason: String

    /// The reason.
    package var description: String { reason }
}
