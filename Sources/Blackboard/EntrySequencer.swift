import Foundation

/// Gives drafts their numbers and hashes: the pure half of a post, without a file.
package struct EntrySequencer: Hashable, Sendable {
    /// The decision chain so far.
    package private(set) var decision = JournalHead.empty
    /// The observation chain so far.
    package private(set) var observation = JournalHead.empty

    /// A sequencer at the end of the given chains.
    package init(decision: JournalHead = .empty, observation: JournalHead = .empty) {
        self.decision = decision
        self.observation = observation
    }

    /// The number of entries in both chains.
    package var count: Int { decision.count + observation.count }

    /// The heads, as `head.json` keeps them.
    package var anchor: HeadAnchor { HeadAnchor(decision: decision, observation: observation) }

    /// The entries that `drafts` become, in order; the sequencer moves past them.
    package mutating func sequence(_ drafts: [Draft]) throws(JournalError) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(drafts.count)
        for draft in drafts {
            entries.append(try sequence(draft, after: entries))
        }
        return entries
    }

    /// The entry that one draft becomes.
    private mutating func sequence(_ draft: Draft, after batch: [Entry]) throws(JournalError) -> Entry {
        guard !draft.author.isEmpty, draft.author.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw JournalError(.draft, "the author '\(draft.author)' is no name: it is empty or has control characters")
        }
        var causes = draft.causes
        for position in draft.after {
            guard batch.indices.contains(position), batch[position].chain == .decision else {
                throw JournalError(
                    .draft, "draft \(batch.count) follows '\(position)', which is no earlier decision of its batch")
            }
            causes.append(batch[position].chainSeq)
        }
        if let unknown = causes.first(where: { !(1...max(1, decision.count)).contains($0) || decision.count == 0 }) {
            throw JournalError(
                .draft, "the cause '\(unknown)' is no decision entry; there are \(decision.count) so far")
        }
        let chain = draft.kind.chain
        let head = chain == .decision ? decision : observation
        let seq = count + 1
        let payload = draft.payload.encoded
        let hash = EntryHash.of(
            chain: Data(chain.rawValue.utf8), chainSeq: Int64(head.count + 1), kind: Data(draft.kind.rawValue.utf8),
            author: Data(draft.author.utf8), causes: Data(StoredRow.text(of: causes).utf8),
            previousHash: head.hash.bytes, payload: payload, seq: Int64(seq))
        let reached = JournalHead(count: head.count + 1, hash: hash)
        switch chain {
        case .decision: decision = reached
        case .observation: observation = reached
        }
        return Entry(
            seq: seq, chain: chain, chainSeq: reached.count, kind: draft.kind, author: draft.author, causes: causes,
            payload: payload, previousHash: head.hash, hash: hash)
    }
}
