package import Foundation

/// One accepted, journaled post.
package struct Entry: Hashable, Sendable {
    /// Its place in the journal, both chains counted: 1, 2, 3, …
    package let seq: Int
    /// Its chain.
    package let chain: EntryChain
    /// Its place in its chain: 1, 2, 3, …
    package let chainSeq: Int
    /// What it is about.
    package let kind: EntryKind
    /// The agent or part that posted it.
    package let author: String
    /// The decision-chain numbers of the entries it follows from, in the order its author gave.
    package let causes: [Int]
    /// Canonical JSON, byte for byte as stored.
    package let payload: Data
    /// The hash of the entry before it in its chain.
    package let previousHash: Fingerprint
    /// Its own hash; see ``EntryHash``.
    package let hash: Fingerprint

    /// The payload as a value.
    package func json() throws(CanonicalJSONError) -> CanonicalJSON {
        try CanonicalJSON(parsing: payload)
    }
}
