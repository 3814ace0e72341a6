package import Blackboard
package import Foundation
import GRDB

/// A run's journal as an auditor reads it: never written to, and never believed without proof.
///
/// Works beside a live run, on a copy, and on a read-only file system. Reading stops with a ``AuditError`` of code
/// `broken` at the first entry that is not as it was written; ``verify()`` says which.
package struct Transcript {
    /// The run folder.
    package let runDirectory: String
    /// The journal.
    let source: JournalSource

    /// Opens the transcript of the run in `runDirectory`.
    package init(runDirectory: String) throws(AuditError) {
        self.runDirectory = runDirectory
        source = try JournalSource(runDirectory: runDirectory)
    }

    /// Proves the journal of the run in `runDirectory`, which need not even be a database.
    package static func verify(runDirectory: String) -> VerifyReport {
        do {
            return try Transcript(runDirectory: runDirectory).verify()
        } catch {
            return VerifyReport(fault: JournalFault(.damaged, seq: nil, error.message))
        }
    }

    /// Proves every entry and body against the hashes, and the chains against `head.json`.
    package func verify() -> VerifyReport {
        do {
            // The anchor first: a live run is then always at or after it.
            let anchor = try HeadAnchor.read(runDirectory: runDirectory)
            return try source.read { db in
                VerifyReport(try JournalCheck(db, anchor: anchor, isThorough: true), anchor: anchor)
            }
        } catch let fault as JournalFault {
            return VerifyReport(fault: fault)
        } catch {
            return VerifyReport(fault: JournalFault(.damaged, seq: nil, "the journal cannot be read: \(error)"))
        }
    }

    /// The entries that pass `filter`, in order.
    package func entries(_ filter: EntryFilter = EntryFilter()) throws(AuditError) -> [Entry] {
        var entries: [Entry] = []
        try forEach { if filter.shows($0) { entries.append($0) } }
        return entries
    }

    /// The entry that an argument names: `12` by its number in the journal, `d7` or `o3` by its number in its chain.
    package func entry(_ argument: String) throws(AuditError) -> Entry {
        let chain: EntryChain? = argument.hasPrefix("d") ? .decision : argument.hasPrefix("o") ? .observation : nil
        guard let number = Int(chain == nil ? argument : String(argument.dropFirst())) else {
            throw AuditError(
                .argument,
                "'\(TerminalText.line(argument))' names no entry; give a number such as 12, or d7 or o3 for one chain")
        }
        var found: Entry?
        try forEach { entry in
            if chain == nil ? entry.seq == number : entry.chain == chain && entry.chainSeq == number { found = entry }
        }
        guard let found else {
            throw AuditError(.missing, "there is no entry '\(TerminalText.line(argument))' in '\(runDirectory)'")
        }
        return found
    }

    /// The bodies that an entry refers to, by fingerprint.
    package func bodies(of entry: Entry) throws(AuditError) -> [Fingerprint: Data] {
        var bodies: [Fingerprint: Data] = [:]
        do {
            for fingerprint in try CanonicalJSON.bodyReferences(inPayload: entry.payload) {
                bodies[fingerprint] = try source.read { db in
                    try Data.fetchOne(
                        db, sql: "SELECT CAST(bytes AS BLOB) FROM body WHERE sha256 = ?", arguments: [fingerprint.bytes]
                    )
                }
            }
        } catch {
            throw AuditError(.broken, "the bodies of entry \(entry.seq) cannot be read: \(error)")
        }
        return bodies
    }

    /// Visits every entry in order, each proven against its hash and the one before it.
    func forEach(_ visit: (Entry) -> Void) throws(AuditError) {
        let fault: JournalFault?
        do {
            fault = try source.read { try JournalCheck($0, anchor: nil, isThorough: false, visit: visit).fault }
        } catch {
            throw AuditError(.unreadable, "the journal of '\(runDirectory)' cannot be read: \(error)")
        }
        if let fault {
            throw AuditError(
                .broken, "the journal of '\(runDirectory)' is broken: \(TerminalText.line(fault.description))")
        }
    }
}
