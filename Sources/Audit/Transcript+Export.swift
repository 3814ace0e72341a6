import Blackboard

extension Transcript {
    /// Hands every entry to `write` as one line of JSON with its bodies inline; the same journal gives the same lines.
    ///
    /// - Parameter filter: which entries; all of them unless told.
    package func export(_ filter: EntryFilter = EntryFilter(), to write: (String) throws -> Void) throws {
        for entry in try entries(filter) {
            try write(EntryJSON.line(entry, bodies: bodies(of: entry)))
        }
    }
}
