package import Foundation
package import GRDB

/// One row of table `entry`, byte for byte, before anything is believed about it.
package struct StoredRow: Sendable {
    /// The row's number.
    package let seq: Int64
    /// Whether every column has the type that the schema gives it.
    package let isWellTyped: Bool
    /// The chain's name.
    package let chain: Data
    /// The number in the chain.
    package let chainSeq: Int64
    /// The kind's name.
    package let kind: Data
    /// The author's name.
    package let author: Data
    /// Decimal numbers with commas between.
    package let causes: Data
    /// The payload.
    package let payload: Data
    /// The hash before.
    package let previousHash: Data
    /// The hash.
    package let hash: Data

    /// Selects what ``init(_:)`` reads. Text is read as bytes, so that nothing hides behind a zero byte or bad UTF-8.
    package static let columns = """
        seq, typeof(chain) || typeof(chain_seq) || typeof(kind) || typeof(author) || typeof(causes) \
        || typeof(payload) || typeof(previous_hash) || typeof(hash), \
        CAST(chain AS BLOB), chain_seq, CAST(kind AS BLOB), CAST(author AS BLOB), CAST(causes AS BLOB), \
        CAST(payload AS BLOB), CAST(previous_hash AS BLOB), CAST(hash AS BLOB)
        """

    /// A row of a query for ``columns``.
    package init(_ row: Row) {
        seq = Self.integer(row[0])
        isWellTyped = Data.fromDatabaseValue(row[1]) == Self.types
        chain = Data.fromDatabaseValue(row[2]) ?? Data()
        chainSeq = Self.integer(row[3])
        kind = Data.fromDatabaseValue(row[4]) ?? Data()
        author = Data.fromDatabaseValue(row[5]) ?? Data()
        causes = Data.fromDatabaseValue(row[6]) ?? Data()
        payload = Data.fromDatabaseValue(row[7]) ?? Data()
        previousHash = Data.fromDatabaseValue(row[8]) ?? Data()
        hash = Data.fromDatabaseValue(row[9]) ?? Data()
    }

    /// What the second column says of a row as it was written.
    private static let types = Data("textintegertexttexttextblobblobblob".utf8)

    /// The integer in a value; 0, which no column may hold, for anything else.
    private static func integer(_ value: DatabaseValue) -> Int64 {
        if case .int64(let integer) = value.storage { integer } else { 0 }
    }

    /// The hash that the other columns give.
    package var computedHash: Fingerprint {
        EntryHash.of(
            chain: chain, chainSeq: chainSeq, kind: kind, author: author, causes: causes, previousHash: previousHash,
            payload: payload, seq: seq)
    }

    /// The row as an entry; nil when a column holds what no entry has.
    package var entry: Entry? {
        guard isWellTyped, let seq = Int(exactly: seq), let chainSeq = Int(exactly: chainSeq),
            let chain = EntryChain(rawValue: String(decoding: chain, as: UTF8.self)),
            let kind = EntryKind(rawValue: String(decoding: kind, as: UTF8.self)), kind.chain == chain,
            let author = String(validating: author, as: UTF8.self), let causes = Self.numbers(in: causes),
            let previousHash = Fingerprint(bytes: previousHash), let hash = Fingerprint(bytes: hash)
        else { return nil }
        return Entry(
            seq: seq, chain: chain, chainSeq: chainSeq, kind: kind, author: author, causes: causes, payload: payload,
            previousHash: previousHash, hash: hash)
    }

    /// The text of column `causes`.
    package static func text(of causes: [Int]) -> String {
        causes.map(String.init).joined(separator: ",")
    }

    /// The numbers in column `causes`; nil when it is not as ``text(of:)`` writes it.
    private static func numbers(in causes: Data) -> [Int]? {
        if causes.isEmpty { return [] }
        var numbers: [Int] = []
        for part in causes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let number = Int(String(decoding: part, as: UTF8.self)) else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
