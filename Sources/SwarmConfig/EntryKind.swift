/// The kinds of blackboard entries that agents read and post.
package enum EntryKind: String, CaseIterable, Hashable, Sendable {
    /// What the run is to achieve.
    case goal
    /// A new candidate kernel.
    case proposal
    /// What a critic found in a proposal.
    case critique
    /// A proposal changed after a critique or a failed evaluation.
    case revision
    /// What the evaluator measured.
    case evaluation
    /// Where a kernel spends its time.
    case traceSummary = "trace-summary"
    /// One bottleneck and one suggested change.
    case hint
    /// A judge's vote.
    case verdict
    /// A candidate carried from one island to another.
    case migration
    /// A remark.
    case note
    /// Something that went wrong.
    case failure
}
