import AgentModels
import Candidates

/// A numbered permission to propose, and what has become of it.
struct Ticket: Sendable {
    /// A candidate put forward.
    struct Proposed: Sendable {
        /// The number of its entry.
        let entry: Int
        /// The candidate.
        let candidate: Candidate
        /// The candidate it was made from, by identity.
        let parent: String?
        /// Whether it repairs an earlier one.
        let isRevision: Bool
    }

    /// A critic's word.
    struct Critique: Hashable, Sendable {
        /// The number of its entry.
        let entry: Int
        /// Whether the critic would not evaluate the proposal.
        let isVeto: Bool
        /// Why.
        let reason: String
    }

    /// A judge's word.
    struct Vote: Hashable, Sendable {
        /// The number of its entry.
        let entry: Int
        /// From 0 to 1; nil for an abstention.
        let score: Double?
        /// Whether it looks like cheating.
        let isSuspicious: Bool
    }

    /// A prompt put to a model.
    struct Request: Sendable {
        /// What it asks for.
        let purpose: RequestPurpose
        /// Who asks.
        let agent: String
        /// Which of the ticket's candidates it is about, from 1.
        let attempt: Int
        /// The number of its entry.
        let entry: Int
        /// The prompt.
        let request: ModelRequest
        /// The answer; nil while there is none.
        var reply: Reply?
    }

    /// An answer.
    struct Reply: Sendable {
        /// The number of its entry.
        let entry: Int
        /// The text, or why there is none.
        let answer: Result<String, ModelFailure>
    }

    /// Its number, from 1.
    let number: Int
    /// Who holds it.
    let agent: String
    /// The island it works for.
    let island: Int
    /// The number of its entry.
    let entry: Int
    /// What its holder may see.
    var view: Knowledge

    /// Which candidate is being made or judged, from 1.
    var attempt = 1
    /// The candidate at hand.
    var proposal: Proposed?
    /// What critics said of it, by agent.
    var critiques: [String: Critique] = [:]
    /// What judges said of it, by agent.
    var votes: [String: Vote] = [:]
    /// The number of the gate's entry, once it let the candidate pass.
    var gate: Int?
    /// The number of the evaluation's entry.
    var evaluation: Int?
    /// Whether the evaluation gave the best kernel so far.
    var isBest = false
    /// The number of the trace summary's entry.
    var summary: Int?
    /// The profilers that have said their hint or have none.
    var profiled: Set<String> = []
    /// The prompts put to models for it.
    var requests: [Request] = []
    /// What failed and is to be repaired: the evaluation's entry.
    var repairing: Int?
    /// The candidate that is being repaired.
    var failed: Proposed?
    /// Whether a repair was tried.
    var hasRepaired = false
    /// What the holder was told of its rejected candidates.
    var objections: [(agent: String, reason: String)] = []
    /// Why it is to be closed without a measurement; nil while there is hope.
    var abandoned: String?

    /// The request for a purpose about the candidate at hand.
    func request(_ purpose: RequestPurpose, by agent: String) -> Request? {
        requests.first { $0.purpose == purpose && $0.agent == agent && $0.attempt == attempt }
    }
}
