import Foundation
package import GRDB

/// Writes entries and bodies with statements that are compiled once.
package enum EntryWriter {
    /// Inserts `entry` and the bodies of the draft it came from.
    package static func insert(_ entry: Entry, draft: Draft, in db: Database) throws {
        let references = draft.payload.bodyReferences
        if !draft.bodies.isEmpty || !references.isEmpty { try insertBodies(of: draft, references: references, in: db) }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO entry(seq, chain, chain_seq, kind, author, causes, payload, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            entry.seq, entry.chain.rawValue, entry.chainSeq, entry.kind.rawValue, entry.author,
            StoredRow.text(of: entry.causes), entry.payload, entry.previousHash.bytes, entry.hash.bytes,
        ])
    }

    /// Inserts the bodies that are new, and refuses a payload and bodies that do not fit each other.
    private static func insertBodies(of draft: Draft, references: Set<Fingerprint>, in db: Database) throws {
        var missing = references
        for body in draft.bodies {
            let fingerprint = Fingerprint(of: body)
            guard references.contains(fingerprint) else {
                throw JournalError(.draft, "body \(fingerprint) is given but the payload does not refer to it")
            }
            missing.remove(fingerprint)
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO body(sha256, bytes) VALUES (?, ?)")
                .execute(arguments: [fingerprint.bytes, body])
        }
        for fingerprint in missing.sorted(by: { $0.hex < $1.hex }) {
            let known = try Bool.fetchOne(
                db, sql: "SELECT 1 FROM body WHERE sha256 = ?", arguments: [fingerprint.bytes])
            guard known == true else {
                throw JournalError(.draft, "the payload refers to body \(fingerprint), which was never given")
            }
        }
    }
}
