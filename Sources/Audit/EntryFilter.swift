package import Blackboard

/// Which entries a listing shows; every condition that is set must hold.
package struct EntryFilter: Hashable, Sendable {
    /// Only these kinds; empty for all.
    package var kinds: Set<EntryKind>
    /// Only this author; nil for all.
    package var agent: String?
    /// Only this chain; nil for both.
    package var chain: EntryChain?
    /// Only entries after this number in the journal.
    package var since: Int

    /// A filter; without arguments it shows everything.
    package init(kinds: Set<EntryKind> = [], agent: String? = nil, chain: EntryChain? = nil, since: Int = 0) {
        self.kinds = kinds
        self.agent = agent
        self.chain = chain
        self.since = since
    }

    /// Whether the listing shows `entry`.
    package func shows(_ entry: Entry) -> Bool {
        (kinds.isEmpty || kinds.contains(entry.kind)) && (agent == nil || agent == entry.author)
            && (chain == nil || chain == entry.chain) && entry.seq > since
    }
}
