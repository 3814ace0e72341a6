import Foundation

/// Follows both chains through the stored rows and stops at the first thing that is not as it was written.
///
/// It hashes stored bytes and never encodes anything again, so it holds for entries of any kind and any version.
package struct ChainVerifier {
    /// What `head.json` says; nil when there is none.
    private let anchor: HeadAnchor?
    /// How far the decision chain was followed.
    package private(set) var decision = JournalHead.empty
    /// How far the observation chain was followed.
    package private(set) var observation = JournalHead.empty

    /// A verifier at the start of a journal.
    package init(anchor: HeadAnchor?) {
        self.anchor = anchor
    }

    /// The number of rows that were found good.
    package var count: Int { decision.count + observation.count }

    /// Whether the journal goes on after the anchor, or has none.
    package var isUnanchored: Bool {
        anchor != HeadAnchor(decision: decision, observation: observation)
    }

    /// Follows one more row, in order of `seq`; gives the entry.
    package mutating func follow(_ row: StoredRow) throws(JournalFault) -> Entry {
        let expected = count + 1
        guard row.seq == Int64(expected) else {
            guard row.seq > Int64(expected) else {
                throw JournalFault(.forked, seq: expected, "its number is \(row.seq) where \(expected) follows")
            }
            throw JournalFault(.gap, seq: expected, "\(Self.range("entries", expected, row.seq - 1)) missing")
        }
        guard row.isWellTyped else {
            throw JournalFault(.altered, seq: expected, "a column has another type than it was written with")
        }
        guard row.computedHash.bytes == row.hash else {
            throw JournalFault(.altered, seq: expected, "its bytes do not have the hash that is stored with it")
        }
        guard let entry = row.entry else {
            throw JournalFault(.altered, seq: expected, "it holds what no entry has")
        }
        let head = entry.chain == .decision ? decision : observation
        let next = head.count + 1
        if entry.chainSeq > next {
            let missing = Self.range(
                "\(entry.chain.rawValue) entries", next, Int64(entry.chainSeq) - 1)
            throw JournalFault(.gap, seq: expected, "\(missing) missing before it")
        }
        if entry.chainSeq < next {
            throw JournalFault(
                .forked, seq: expected, "a second \(entry.chain.rawValue) entry has the number \(entry.chainSeq)")
        }
        guard entry.previousHash == head.hash else {
            throw JournalFault(
                .forked, seq: expected, "it does not follow \(entry.chain.rawValue) entry \(head.count), the one before"
            )
        }
        let reached = JournalHead(count: next, hash: entry.hash)
        if let anchored = anchor?[entry.chain], anchored.count == next, anchored.hash != entry.hash {
            throw JournalFault(
                .headMismatch, seq: expected,
                "\(entry.chain.rawValue) entry \(next) has the hash \(entry.hash), but '\(HeadAnchor.fileName)' says "
                    + "\(anchored.hash)")
        }
        switch entry.chain {
        case .decision: decision = reached
        case .observation: observation = reached
        }
        return entry
    }

    /// Checks, after the last row, that nothing is missing that the anchor had seen.
    package func finish() throws(JournalFault) {
        guard let anchor else { return }
        for chain in EntryChain.allCases {
            let reached = chain == .decision ? decision : observation
            let anchored = anchor[chain]
            if reached.count < anchored.count {
                let missing = Self.range(
                    "\(chain.rawValue) entries", reached.count + 1, Int64(anchored.count))
                throw JournalFault(.truncated, seq: count + 1, "\(missing) missing")
            }
            if anchored.count == 0, anchored.hash != .zero {
                throw JournalFault(.headMismatch, seq: nil, "'\(HeadAnchor.fileName)' gives an empty chain a hash")
            }
        }
    }

    /// `entries 5..7`.
    private static func range(_ name: String, _ first: Int, _ last: Int64) -> String {
        "\(name) \(first)..\(last)"
    }
}
