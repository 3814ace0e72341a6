/// What an agent does in a swarm.
package enum AgentRole: String, CaseIterable, Hashable, Sendable {
    /// Makes many quick proposals.
    case explorer
    /// Makes few, deep proposals from the best kernels and their traces.
    case optimizer
    /// Reads others' proposals before they cost an evaluation.
    case critic
    /// Turns a trace summary into one bottleneck and one suggested change.
    case profiler
    /// Votes in the council.
    case judge

    /// The role with its article, as messages name it.
    package var described: String {
        switch self {
        case .explorer: "an explorer"
        case .optimizer: "an optimizer"
        case .critic: "a critic"
        case .profiler: "a profiler"
        case .judge: "a judge"
        }
    }

    /// The kinds an agent of this role may post.
    package var possiblePosts: [EntryKind] {
        switch self {
        case .explorer: [.proposal, .note]
        case .optimizer: [.proposal, .revision, .note]
        case .critic: [.critique, .note]
        case .profiler: [.hint, .note]
        case .judge: [.verdict, .note]
        }
    }

    /// The kinds an agent of this role reads when its declaration does not say.
    package var defaultReads: [EntryKind] {
        switch self {
        case .explorer: [.goal, .evaluation, .hint, .migration]
        case .optimizer: [.goal, .evaluation, .traceSummary, .hint, .critique]
        case .critic: [.goal, .proposal, .revision, .evaluation]
        case .profiler: [.goal, .traceSummary]
        case .judge: [.goal, .proposal, .revision, .critique, .evaluation]
        }
    }

    /// The kinds an agent of this role posts when its declaration does not say.
    package var defaultPosts: [EntryKind] {
        switch self {
        case .explorer: [.proposal]
        case .optimizer: [.proposal, .revision]
        case .critic: [.critique]
        case .profiler: [.hint]
        case .judge: [.verdict]
        }
    }

    /// The prompt template used when the declaration names none.
    package var defaultPrompt: String { "prompts/\(rawValue).mustache" }
}
