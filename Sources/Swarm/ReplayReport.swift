package import Blackboard

/// What a replay found.
package struct ReplayReport: Sendable {
    /// Where replay and record part.
    package struct Mismatch: Hashable, Sendable, CustomStringConvertible {
        /// The number of the first decision that differs.
        package let number: Int
        /// Its kind in the record; nil where the record ends before it.
        package let kind: EntryKind?
        /// What differs.
        package let detail: String

        /// The message, for a person.
        package var description: String {
            let name = kind.map { ", of kind '\($0.rawValue)'," } ?? ""
            return "decision \(number)\(name) differs: \(detail)"
        }
    }

    /// The first difference; nil when everything was reproduced.
    package let mismatch: Mismatch?
    /// The head that the replay reached.
    package let head: JournalHead
    /// The head that was recorded.
    package let recorded: JournalHead

    /// Whether the recorded head was reproduced.
    package var isReproduced: Bool { mismatch == nil && head == recorded }
}
