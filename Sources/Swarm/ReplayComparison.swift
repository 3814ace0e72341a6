import Blackboard

/// Compares the decisions of a replay with the record, one by one.
struct ReplayComparison: Sendable {
    /// The record.
    let record: RecordedRun

    /// A decision that is not the recorded one.
    struct Difference: Error {
        /// Where and how.
        let mismatch: ReplayReport.Mismatch
    }

    /// The record of a stopped run is at its end.
    struct EndOfRecord: Error {}

    /// Throws a ``Difference`` for another decision than the recorded one, ``EndOfRecord`` after the last of a stopped
    /// run.
    func check(_ entry: Entry, _ payload: CanonicalJSON) throws {
        guard record.decisions.indices.contains(entry.chainSeq - 1) else {
            throw Difference(
                mismatch: .init(
                    number: entry.chainSeq, kind: nil,
                    detail: "the record ends before it, the replay goes on with a '\(entry.kind.rawValue)'"))
        }
        let recorded = record.decisions[entry.chainSeq - 1]
        guard recorded.entry.hash == entry.hash else {
            throw Difference(
                mismatch: .init(
                    number: entry.chainSeq, kind: recorded.entry.kind, detail: detail(recorded, entry, payload)))
        }
        if entry.chainSeq == record.decisions.count, entry.kind != .end { throw EndOfRecord() }
    }

    /// What differs, the first of kind, author, causes, payload.
    private func detail(_ recorded: Decision, _ entry: Entry, _ payload: CanonicalJSON) -> String {
        let old = recorded.entry
        if old.kind != entry.kind { return "the replay has a '\(entry.kind.rawValue)' by '\(entry.author)' here" }
        if old.author != entry.author { return "its author was '\(old.author)', is now '\(entry.author)'" }
        if old.causes != entry.causes { return "its causes were \(old.causes), are now \(entry.causes)" }
        if recorded.payload != payload { return GoalCheck.difference(recorded.payload, payload) }
        return "it does not follow the same decisions"
    }
}
