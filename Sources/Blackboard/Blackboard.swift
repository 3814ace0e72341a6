package import Foundation

/// The one place where agents post and read; what it accepts is in the journal first.
///
/// A post is numbered, hashed and written without a suspension in between, so the order of the journal is the order in
/// which posts were accepted. Then every subscriber of its kind is handed the entry once, and journals its reaction
/// together with its cursor: after a crash, an entry whose reaction was not journaled is handed out again, and one
/// whose reaction was, never.
package actor Blackboard {
    /// The blackboard's own executor.
    private let executor: JournalExecutor
    /// The file behind it.
    private let journal: Journal
    /// Kinds whose entries somebody should react to; one without a subscriber is noted.
    private let expectingSubscriber: Set<EntryKind>
    /// The positions in the journal of each kind's entries.
    private var positionsOfKind: [EntryKind: [Int]] = [:]
    /// The positions in the journal of the decision entries, by their number less one.
    private var positionsOfDecisions: [Int] = []
    /// How far each subscriber was handed entries in this process.
    private var handedOut: [String: Int] = [:]
    /// Subscribers that wait for an entry.
    private var waiting: [UUID: CheckedContinuation<Void, Never>] = [:]
    /// Whether the journal was finished.
    private var isFinished = false

    /// Jobs run on a queue of their own; see ``JournalExecutor``.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the journal in `runDirectory`, new or to be resumed.
    ///
    /// Throws ``JournalError``: `locked` while another process has the run, `broken` when the journal is not as it was
    /// written.
    package init(runDirectory: String, expectingSubscriber: Set<EntryKind> = []) throws {
        executor = JournalExecutor()
        journal = try Journal(runDirectory: runDirectory)
        self.expectingSubscriber = expectingSubscriber
        for (position, entry) in journal.entries.enumerated() {
            positionsOfKind[entry.kind, default: []].append(position)
            if entry.chain == .decision { positionsOfDecisions.append(position) }
        }
    }

    /// Journals one draft.
    @discardableResult
    package func post(_ draft: Draft) throws -> Entry {
        let posted = try postAll([draft])
        return posted[0]
    }

    /// Journals several drafts in one transaction: all or none.
    @discardableResult
    package func postAll(_ drafts: [Draft]) throws -> [Entry] {
        try accept(drafts, delivery: nil)
    }

    /// Journals a subscriber's reaction to `entry` and moves its cursor, in one transaction.
    ///
    /// Throws a ``JournalError`` of code `reaction` when it has reacted to the entry before.
    @discardableResult
    package func react(subscriber: String, to entry: Entry, posting drafts: [Draft] = []) throws -> [Entry] {
        try accept(drafts, delivery: (subscriber, entry.seq))
    }

    /// Journals drafts, notes what nobody listens to, and wakes who waits.
    private func accept(_ drafts: [Draft], delivery: (subscriber: String, seq: Int)?) throws -> [Entry] {
        let posted = try journal.append(drafts + notes(on: drafts), delivery: delivery)
        for entry in posted {
            positionsOfKind[entry.kind, default: []].append(entry.seq - 1)
            if entry.chain == .decision { positionsOfDecisions.append(entry.seq - 1) }
        }
        wake()
        return Array(posted.prefix(drafts.count))
    }

    /// A note for each draft whose kind expects a subscriber and has none.
    private func notes(on drafts: [Draft]) -> [Draft] {
        if expectingSubscriber.isEmpty { return [] }
        return drafts.enumerated().compactMap { position, draft in
            guard draft.kind.chain == .decision, expectingSubscriber.contains(draft.kind),
                !journal.subscriptions.values.contains(where: { $0.kinds.contains(draft.kind) })
            else { return nil }
            return Draft(
                .note, by: "blackboard", after: [position],
                payload: ["about": "no-subscriber", "kind": .string(draft.kind.rawValue)])
        }
    }

    /// Subscribes `name` to kinds, from the first entry of the journal on; after a resume its cursor is where it was.
    package func subscribe(_ name: String, kinds: Set<EntryKind>) throws {
        try journal.subscribe(name, kinds: kinds)
        wake()
    }

    /// The entries that a subscriber has yet to react to, in order.
    package func pending(_ subscriber: String) throws -> [Entry] {
        let subscription = try subscription(of: subscriber)
        return journal.entries[min(subscription.last, journal.entries.count)...].filter(subscription.isPending)
    }

    /// Hands a subscriber its next entry, once in this process, waiting for one if there is none.
    ///
    /// Gives nil when the task is cancelled or the journal finished.
    package func next(for subscriber: String) async throws -> Entry? {
        while !Task.isCancelled, !isFinished {
            let subscription = try subscription(of: subscriber)
            let start = max(subscription.last, handedOut[subscriber] ?? 0)
            let found = journal.entries[min(start, journal.entries.count)...].first(where: subscription.isPending)
            handedOut[subscriber] = found?.seq ?? journal.entries.count
            if let found { return found }
            await waitForEntries()
        }
        return nil
    }

    /// The entries of one kind, in order.
    package func entries(kind: EntryKind) -> [Entry] {
        (positionsOfKind[kind] ?? []).map { journal.entries[$0] }
    }

    /// Every entry, in order.
    package func allEntries() -> [Entry] {
        journal.entries
    }

    /// The decision entry with a number; nil when there is none.
    package func entry(chainSeq: Int) -> Entry? {
        guard positionsOfDecisions.indices.contains(chainSeq - 1) else { return nil }
        return journal.entries[positionsOfDecisions[chainSeq - 1]]
    }

    /// The bytes of a body; nil when there is none with this fingerprint.
    package func body(_ fingerprint: Fingerprint) throws -> Data? {
        try journal.body(fingerprint)
    }

    /// The run's head: the decision chain's count and hash.
    package var head: JournalHead {
        journal.sequencer.decision
    }

    /// Ends the journal: one file, the anchor at the end, the lock gone. Nothing can be posted afterwards.
    package func finish() throws {
        try journal.finish()
        isFinished = true
        wake()
    }

    /// The subscription of a name.
    private func subscription(of name: String) throws(JournalError) -> Subscription {
        guard let subscription = journal.subscriptions[name] else {
            throw JournalError(.subscription, "'\(name)' has not subscribed")
        }
        return subscription
    }

    /// Suspends until something was posted, the journal was finished or the task cancelled.
    private func waitForEntries() async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled before this line: the handler has run or will find nothing, so do not wait at all.
                if Task.isCancelled { continuation.resume() } else { waiting[id] = continuation }
            }
        } onCancel: {
            Task { await self.stopWaiting(id) }
        }
    }

    /// Ends one wait after a cancellation.
    private func stopWaiting(_ id: UUID) {
        waiting.removeValue(forKey: id)?.resume()
    }

    /// Ends every wait; who finds nothing waits again.
    private func wake() {
        if waiting.isEmpty { return }
        let continuations = waiting.values
        waiting = [:]
        for continuation in continuations { continuation.resume() }
    }
}
