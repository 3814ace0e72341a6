/// One of the two hash chains that share a journal.
package enum EntryChain: String, CaseIterable, Hashable, Sendable {
    /// What follows from configuration, seed and model answers; its head is the run's head.
    case decision
    /// What happened around the decisions: times, usage, stops and resumes.
    case observation
}
