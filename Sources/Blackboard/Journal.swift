package import Foundation
import GRDB

/// The file behind a blackboard: what was posted, in order, and who has reacted to what.
///
/// Every call is synchronous and belongs to one owner, the ``Blackboard``. A call that throws has changed nothing.
package final class Journal {
    /// Decision entries between two anchors.
    package static let anchorInterval = 64

    /// The run folder.
    package let runDirectory: String
    /// The numbers and hashes so far.
    package private(set) var sequencer: EntrySequencer
    /// Every entry, in order of `seq`.
    package private(set) var entries: [Entry]
    /// The subscribers and how far each has come.
    package private(set) var subscriptions: [String: Subscription]
    /// The number of decisions at the last anchor.
    private var anchoredCount: Int
    /// Why the last anchor could not be written; the next post tries again, ``finish()`` must succeed.
    package private(set) var anchorFailure: JournalError?
    /// The one connection; nil after ``finish()``.
    private var queue: DatabaseQueue?
    /// The right to write in the folder.
    private let lock: RunLock

    /// Opens the journal in `runDirectory`, which is made if missing, and proves what is in it.
    package init(runDirectory: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: runDirectory, withIntermediateDirectories: true)
        } catch {
            throw JournalError(.file, "cannot make the run folder '\(runDirectory)'")
        }
        self.runDirectory = runDirectory
        lock = try RunLock(runDirectory: runDirectory)
        let path = runDirectory + "/" + JournalSchema.fileName
        do {
            let anchor = try HeadAnchor.read(runDirectory: runDirectory)
            if anchor != nil, !FileManager.default.fileExists(atPath: path) {
                throw JournalFault(
                    .truncated, seq: nil, "'\(HeadAnchor.fileName)' is there but '\(JournalSchema.fileName)' is missing"
                )
            }
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try JournalSchema.migrator.migrate(queue)
            try queue.write { db in
                for kind in EntryKind.allCases {
                    try db.execute(
                        sql: "INSERT OR IGNORE INTO kind(name, chain) VALUES (?, ?)",
                        arguments: [kind.rawValue, kind.chain.rawValue])
                }
            }
            var entries: [Entry] = []
            let check = try queue.read { db in
                try JournalCheck(db, anchor: anchor, isThorough: false) { entries.append($0) }
            }
            if let fault = check.fault { throw fault }
            sequencer = EntrySequencer(decision: check.chains.decision, observation: check.chains.observation)
            self.entries = entries
            subscriptions = try queue.read { try Subscription.all($0) }
            anchoredCount = anchor?.decision.count ?? 0
            self.queue = queue
        } catch let fault as JournalFault {
            throw JournalError(.broken, "the journal of run '\(runDirectory)' is broken: \(fault)")
        } catch let error as DatabaseError {
            throw JournalError(
                .file, "SQLite cannot open '\(path)': \(error.message ?? "error \(error.resultCode)")")
        }
    }

    /// Settings of the connection: write-ahead log, synced at checkpoints.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.label = "kernelswarm.journal"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// Journals `drafts` in one transaction; with `delivery`, the reaction to that entry in the same one.
    package func append(_ drafts: [Draft], delivery: (subscriber: String, seq: Int)? = nil) throws -> [Entry] {
        var next = sequencer
        let posted = try next.sequence(drafts)
        var subscription: Subscription?
        if let delivery {
            guard var changed = subscriptions[delivery.subscriber] else {
                throw JournalError(.subscription, "'\(delivery.subscriber)' has not subscribed")
            }
            try changed.react(to: delivery.seq, entries: entries)
            subscription = changed
        }
        try transaction { db in
            for (draft, entry) in zip(drafts, posted) {
                try EntryWriter.insert(entry, draft: draft, in: db)
            }
            if let delivery, let subscription {
                try subscription.store(reactionTo: delivery.seq, in: db)
            }
        }
        sequencer = next
        entries.append(contentsOf: posted)
        if let subscription { subscriptions[subscription.name] = subscription }
        if sequencer.decision.count / Self.anchorInterval > anchoredCount / Self.anchorInterval { tryAnchor() }
        return posted
    }

    /// Keeps a subscriber; one that is there already must ask for the same kinds.
    package func subscribe(_ name: String, kinds: Set<EntryKind>) throws {
        if let present = subscriptions[name] {
            guard present.kinds == kinds else {
                throw JournalError(
                    .subscription,
                    "'\(name)' subscribed to \(Subscription.text(of: present.kinds)) when the run began, not to "
                        + Subscription.text(of: kinds))
            }
            return
        }
        guard !name.isEmpty else { throw JournalError(.subscription, "a subscriber needs a name") }
        let subscription = Subscription(name: name, kinds: kinds)
        try transaction { try subscription.insert(in: $0) }
        subscriptions[name] = subscription
    }

    /// The bytes of a body; nil when there is none with this fingerprint.
    package func body(_ fingerprint: Fingerprint) throws -> Data? {
        try connection.read { db in
            try Data.fetchOne(db, sql: "SELECT bytes FROM body WHERE sha256 = ?", arguments: [fingerprint.bytes])
        }
    }

    /// Ends the journal: everything in one synced file, the anchor at the end, the lock gone.
    package func finish() throws {
        let queue = try connection
        // A reader elsewhere may hold the log open; then the log stays beside the file, and both are complete.
        try? queue.writeWithoutTransaction { db in
            _ = try db.checkpoint(.truncate)
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        try anchor()
        try queue.close()
        self.queue = nil
        lock.removeFile()
    }

    /// Writes the anchor when the disk has all that it names.
    private func anchor() throws {
        let checkpoint = try? connection.writeWithoutTransaction { try $0.checkpoint(.passive) }
        if checkpoint.map({ $0.walFrameCount < 0 || $0.checkpointedFrameCount < $0.walFrameCount }) ?? true {
            // A reader holds older pages, or the file no longer has a log: SQLite may not have synced everything itself.
            let path = runDirectory + "/" + JournalSchema.fileName
            try DurableFile.sync(path + "-wal")
            try DurableFile.sync(path)
        }
        try DurableFile.replace(runDirectory + "/" + HeadAnchor.fileName, with: sequencer.anchor.encoded)
        anchoredCount = sequencer.decision.count
        anchorFailure = nil
    }

    /// Writes the anchor and remembers why not: the posts before it stand either way.
    private func tryAnchor() {
        do {
            try anchor()
        } catch let error as JournalError {
            anchorFailure = error
        } catch {
            anchorFailure = JournalError(.file, "the anchor cannot be written: \(error)")
        }
    }

    /// Runs `work` in one transaction.
    private func transaction(_ work: (Database) throws -> Void) throws {
        do {
            try connection.inTransaction(.immediate) { db in
                try work(db)
                return .commit
            }
        } catch let error as DatabaseError {
            throw JournalError(.file, "SQLite refused the post: \(error.message ?? "error \(error.resultCode)")")
        }
    }

    /// The open connection.
    private var connection: DatabaseQueue {
        get throws(JournalError) {
            guard let queue else { throw JournalError(.finished, "the journal of run '\(runDirectory)' was finished") }
            return queue
        }
    }
}
