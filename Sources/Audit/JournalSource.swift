import Blackboard
package import GRDB
import Foundation

/// A journal opened for reading only, where it lies or, when that is impossible, in a copy.
///
/// SQLite reads a write-ahead log only where it may make a small shared-memory file beside it. A journal that a killed
/// run left on a read-only file system is therefore read in a temporary copy.
package final class JournalSource {
    /// The connection.
    private let queue: DatabaseQueue
    /// The folder of the copy; nil when the journal is read where it lies.
    private let copy: String?

    /// Opens the journal in a run folder.
    package init(runDirectory: String) throws(AuditError) {
        let path = runDirectory + "/" + JournalSchema.fileName
        guard FileManager.default.fileExists(atPath: path) else {
            throw AuditError(
                .unreadable, "there is no '\(JournalSchema.fileName)' in '\(runDirectory)'; give the folder of a run")
        }
        do {
            queue = try Self.open(path, isReadOnly: true)
            copy = nil
            return
        } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
            // Fall through to the copy.
        } catch {
            throw Self.unreadable(path, error)
        }
        let folder = NSTemporaryDirectory() + "/kernelswarm-audit-" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
                let contents = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
                try contents.write(to: URL(fileURLWithPath: folder + "/" + JournalSchema.fileName + suffix))
            }
            queue = try Self.open(folder + "/" + JournalSchema.fileName, isReadOnly: false)
            copy = folder
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw Self.unreadable(path, error)
        }
    }

    deinit {
        try? queue.close()
        if let copy { try? FileManager.default.removeItem(atPath: copy) }
    }

    /// Runs `work` on one consistent state of the journal.
    package func read<T>(_ work: (Database) throws -> T) throws -> T {
        try queue.read(work)
    }

    /// Opens a connection and reads once through it, which is when SQLite finds out whether it can.
    private static func open(_ path: String, isReadOnly: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(5)
        configuration.label = "kernelswarm.audit"
        configuration.prepareDatabase { db in
            // The file may come from anyone: its schema must not call functions, and its pages are checked on reading.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        _ = try queue.read { try Row.fetchOne($0, sql: "SELECT name FROM sqlite_schema LIMIT 1") }
        return queue
    }

    /// The error for a file that SQLite does not take.
    private static func unreadable(_ path: String, _ error: any Error) -> AuditError {
        let reason = (error as? DatabaseError).map { $0.message ?? "error \($0.resultCode)" } ?? "\(error)"
        return AuditError(.unreadable, "'\(path)' cannot be read: \(TerminalText.line(reason))")
    }
}
