import Foundation
package import GRDB

/// One pass over a journal that proves its entries and bodies, or finds the first fault.
package struct JournalCheck {
    /// The chains as far as they are good.
    package private(set) var chains: ChainVerifier
    /// The first fault; nil when everything is as it was written.
    package private(set) var fault: JournalFault?
    /// The first entry that refers to each body.
    private var references: [Fingerprint: Int] = [:]

    /// Reads the journal in `db`, hands each good entry to `visit`, and stops at the first fault.
    ///
    /// - Parameters:
    ///   - anchor: what `head.json` said before the database was read, so that a live run is never ahead of it.
    ///   - isThorough: also lets SQLite check its own pages and indexes.
    package init(
        _ db: Database, anchor: HeadAnchor?, isThorough: Bool, visit: (Entry) throws -> Void = { _ in }
    ) throws {
        chains = ChainVerifier(anchor: anchor)
        do {
            try checkFormat(db)
            let rows = try Row.fetchCursor(db, sql: "SELECT \(StoredRow.columns) FROM entry ORDER BY seq")
            while let row = try rows.next() {
                let entry = try chains.follow(StoredRow(row))
                try collectReferences(of: entry)
                try visit(entry)
            }
            try chains.finish()
            try checkBodies(db)
            if isThorough { try checkFile(db) }
        } catch let fault as JournalFault {
            self.fault = fault
        } catch let error as DatabaseError {
            fault = JournalFault(
                .damaged, seq: chains.count + 1,
                "SQLite cannot read it: \(error.message ?? "error \(error.resultCode)")")
        }
    }

    /// Refuses a file of another format.
    private func checkFormat(_ db: Database) throws {
        let format = try Data.fetchOne(db, sql: "SELECT CAST(value AS BLOB) FROM meta WHERE key = 'format'")
        guard format == Data(JournalSchema.format.utf8) else {
            throw JournalFault(.damaged, seq: nil, "the file is no journal of format \(JournalSchema.format)")
        }
    }

    /// Notes which bodies an entry refers to.
    private mutating func collectReferences(of entry: Entry) throws(JournalFault) {
        do {
            for fingerprint in try CanonicalJSON.bodyReferences(inPayload: entry.payload)
            where references[fingerprint] == nil {
                references[fingerprint] = entry.seq
            }
        } catch {
            throw JournalFault(.altered, seq: entry.seq, "its payload is no JSON: \(error)")
        }
    }

    /// Checks that the bodies are exactly those referred to, and that each is what its name says.
    private func checkBodies(_ db: Database) throws {
        var missing = references
        var faults: [JournalFault] = []
        let rows = try Row.fetchCursor(
            db, sql: "SELECT CAST(sha256 AS BLOB), CAST(bytes AS BLOB), typeof(sha256) || typeof(bytes) FROM body")
        while let row = try rows.next() {
            let name = Data.fromDatabaseValue(row[0]).flatMap { Fingerprint(bytes: $0) }
            let seq = name.flatMap { missing.removeValue(forKey: $0) }
            let label = name?.hex ?? "without a name"
            if Fingerprint(of: Data.fromDatabaseValue(row[1]) ?? Data()) != name
                || Data.fromDatabaseValue(row[2]) != Data("blobblob".utf8)
            {
                faults.append(JournalFault(.altered, seq: seq, "body \(label) is not what its name says"))
            } else if seq == nil {
                faults.append(JournalFault(.altered, seq: nil, "body \(label) belongs to no entry"))
            }
        }
        faults += missing.map { JournalFault(.gap, seq: $0.value, "body \($0.key.hex) missing") }
        // The first entry in journal order; a fault without an entry only when no entry is concerned.
        let first = faults.min { ($0.seq ?? .max, $0.detail) < ($1.seq ?? .max, $1.detail) }
        if let first { throw first }
    }

    /// Lets SQLite look at what no query above has read: indexes, free pages, column types.
    private func checkFile(_ db: Database) throws {
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
        guard findings == ["ok"] else {
            throw JournalFault(.damaged, seq: nil, "SQLite finds the file damaged: \(findings.first ?? "no answer")")
        }
    }
}
