import Foundation
package import GRDB

/// A subscriber's place in the journal.
///
/// Invariant: every entry of its kinds up to `last` was reacted to, and after `last` exactly those in `ahead` were.
package struct Subscription: Hashable, Sendable {
    /// The subscriber's name.
    package let name: String
    /// The kinds it reacts to.
    package let kinds: Set<EntryKind>
    /// The entry up to which nothing is left to do.
    package private(set) var last = 0
    /// Entries after `last` that were reacted to out of turn.
    package private(set) var ahead: Set<Int> = []

    /// A subscriber that has reacted to nothing yet.
    package init(name: String, kinds: Set<EntryKind>) {
        self.name = name
        self.kinds = kinds
    }

    /// Whether this subscriber has yet to react to `entry`.
    package func isPending(_ entry: Entry) -> Bool {
        kinds.contains(entry.kind) && entry.seq > last && !ahead.contains(entry.seq)
    }

    /// Records a reaction to the entry numbered `seq`, refusing a second one.
    package mutating func react(to seq: Int, entries: [Entry]) throws(JournalError) {
        guard entries.indices.contains(seq - 1) else {
            throw JournalError(.reaction, "there is no entry \(seq) for '\(name)' to react to")
        }
        guard kinds.contains(entries[seq - 1].kind) else {
            throw JournalError(
                .reaction,
                "'\(name)' has not subscribed to '\(entries[seq - 1].kind.rawValue)', the kind of entry \(seq)")
        }
        guard isPending(entries[seq - 1]) else {
            throw JournalError(.reaction, "'\(name)' has reacted to entry \(seq) before")
        }
        ahead.insert(seq)
        // Entries of other kinds are passed over only up to the reaction, so that the cursor names a delivered entry.
        var position = last + 1
        while !ahead.isEmpty, entries.indices.contains(position - 1) {
            if ahead.remove(position) != nil {
                last = position
            } else if kinds.contains(entries[position - 1].kind) {
                break
            }
            position += 1
        }
    }

    /// Writes a new subscriber.
    package func insert(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO cursor(subscriber, kinds, last) VALUES (?, ?, ?)",
            arguments: [name, Self.text(of: kinds), last])
    }

    /// Writes the reaction to `seq`, which the schema allows once, and the cursor.
    package func store(reactionTo seq: Int, in db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO delivery(subscriber, seq) VALUES (?, ?)")
            .execute(arguments: [name, seq])
        try db.cachedStatement(sql: "UPDATE cursor SET last = ? WHERE subscriber = ?")
            .execute(arguments: [last, name])
    }

    /// Every subscriber in the journal.
    package static func all(_ db: Database) throws -> [String: Subscription] {
        var all: [String: Subscription] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT subscriber, kinds, last FROM cursor")
        while let row = try rows.next() {
            // A damaged row is skipped rather than trusted: its subscriber starts again from the first entry.
            guard let name = String.fromDatabaseValue(row[0]), let kinds = String.fromDatabaseValue(row[1]),
                let last = Int.fromDatabaseValue(row[2])
            else { continue }
            let names = kinds.split(separator: ",").compactMap { EntryKind(rawValue: String($0)) }
            var subscription = Subscription(name: name, kinds: Set(names))
            subscription.last = max(0, last)
            all[name] = subscription
        }
        let ahead = try Row.fetchCursor(
            db,
            sql: """
                SELECT subscriber, seq FROM delivery JOIN cursor USING (subscriber) WHERE seq > last
                """)
        while let row = try ahead.next() {
            guard let name = String.fromDatabaseValue(row[0]), let seq = Int.fromDatabaseValue(row[1]) else { continue }
            all[name]?.ahead.insert(seq)
        }
        return all
    }

    /// Kinds as the journal and messages name them.
    package static func text(of kinds: Set<EntryKind>) -> String {
        kinds.map(\.rawValue).sorted().joined(separator: ",")
    }
}
