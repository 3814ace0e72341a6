/// What an entry is about; the kind alone decides which chain the entry joins.
package enum EntryKind: String, CaseIterable, Hashable, Sendable {
    /// What the run is asked to do: task, hardware, team, seed.
    case goal
    /// A numbered permission to propose, which fixes what its holder may see.
    case ticket
    /// A candidate kernel with its parent and its idea.
    case proposal
    /// One agent's judgement of another's proposal.
    case critique
    /// A proposal changed after a critique or a verdict.
    case revision
    /// What the evaluator measured for a candidate.
    case evaluation
    /// Where the modelled time of a candidate went.
    case traceSummary = "trace-summary"
    /// One bottleneck and one suggested change.
    case hint
    /// One judge's weighted opinion.
    case vote
    /// What the council's votes add up to.
    case verdict
    /// A candidate that moved between populations.
    case migration
    /// A remark that changes nothing by itself.
    case note
    /// Work that could not be done, with the reason.
    case failure
    /// A prompt sent to a model that is not embedded.
    case request
    /// The answer to a request.
    case reply
    /// The run's last decision.
    case end

    /// How long something took.
    case timing
    /// What a model call consumed.
    case usage
    /// How long a model took to answer.
    case latency
    /// What a model call cost.
    case price
    /// A run taken up again.
    case resume
    /// A run stopped from outside.
    case interrupt
    /// The machine, folder and number of jobs.
    case environment

    /// The chain that entries of this kind join.
    package var chain: EntryChain {
        switch self {
        case .goal, .ticket, .proposal, .critique, .revision, .evaluation, .traceSummary, .hint, .vote, .verdict,
            .migration, .note, .failure, .request, .reply, .end:
            .decision
        case .timing, .usage, .latency, .price, .resume, .interrupt, .environment:
            .observation
        }
    }
}
