package import Foundation

/// What an author wants to post; the journal adds the numbers and hashes.
package struct Draft: Hashable, Sendable {
    /// What it is about; decides the chain.
    package var kind: EntryKind
    /// The agent or part that posts it.
    package var author: String
    /// The decision-chain numbers of the entries it follows from.
    package var causes: [Int]
    /// Positions, in the same batch, of earlier decision drafts that it also follows from.
    package var after: [Int]
    /// What it says.
    package var payload: CanonicalJSON
    /// Large contents that the payload refers to by ``CanonicalJSON/reference(to:)``, stored once each.
    package var bodies: [Data]

    /// A draft.
    package init(
        _ kind: EntryKind, by author: String, causes: [Int] = [], after: [Int] = [], payload: CanonicalJSON,
        bodies: [Data] = []
    ) {
        self.kind = kind
        self.author = author
        self.causes = causes
        self.after = after
        self.payload = payload
        self.bodies = bodies
    }
}
