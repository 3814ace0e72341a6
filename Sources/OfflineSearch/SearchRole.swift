/// How a proposer searches.
package enum SearchRole: String, Hashable, Sendable, CaseIterable {
    /// Looks everywhere and values what is uncertain.
    case explorer
    /// Moves a step or two from the best points found and follows hints.
    case optimizer
}
