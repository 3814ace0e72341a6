/// How far one chain has come.
package struct JournalHead: Hashable, Sendable {
    /// The number of entries in the chain.
    package var count: Int
    /// The hash of the last one; zero for an empty chain.
    package var hash: Fingerprint

    /// A head.
    package init(count: Int, hash: Fingerprint) {
        self.count = count
        self.hash = hash
    }

    /// The head of a chain without entries.
    package static let empty = JournalHead(count: 0, hash: .zero)
}
