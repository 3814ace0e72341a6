/// What a prompt asks for.
enum RequestPurpose: String, Hashable, Sendable {
    /// A candidate.
    case proposal
    /// A candidate again, because the reply could not be used.
    case mend
    /// A candidate in place of one that failed its check.
    case repair
    /// A critic's word.
    case critique
    /// A judge's vote.
    case vote
    /// A profiler's hint.
    case hint
}
