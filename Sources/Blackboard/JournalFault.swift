/// The first thing in a journal that is not as it was written.
package struct JournalFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened to the entry.
    package enum Kind: String, Hashable, Sendable {
        /// A stored byte is not what the hash covers.
        case altered
        /// Entries are missing between others.
        case gap
        /// Entries are missing at the end that the anchor had seen.
        case truncated
        /// The entry does not follow from the one before it: inserted, moved, or a second continuation.
        case forked
        /// The entry's hash is not the one that the anchor names.
        case headMismatch = "head mismatch"
        /// The file or a part of it cannot be read.
        case damaged
    }

    /// What happened.
    package let kind: Kind
    /// The first bad entry's number in the journal; nil when the fault is in no entry.
    package let seq: Int?
    /// What is wrong with it.
    package let detail: String

    /// A fault.
    package init(_ kind: Kind, seq: Int?, _ detail: String) {
        self.kind = kind
        self.seq = seq
        self.detail = detail
    }

    /// `entry 5: altered: …`.
    package var description: String {
        let place = seq.map { "entry \($0): " } ?? ""
        return "\(place)\(kind.rawValue): \(detail)"
    }
}
