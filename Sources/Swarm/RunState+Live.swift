import AgentModels
import Blackboard
import Candidates
import Diagnostics
import SwarmConfig

extension RunState {
    /// What a live holder's candidate is made from.
    struct Parent: Sendable {
        /// The candidate.
        let candidate: Candidate
        /// Its result; nil while it is not measured, or for an agent that does not read evaluations.
        let record: Knowledge.Record?
    }

    /// The next step of a live holder without a candidate: prompt, reply, perhaps a second prompt with the reason.
    func proposeLive(_ ticket: Ticket, _ agent: AgentInstance) throws -> Advance {
        let purpose: RequestPurpose = ticket.repairing == nil ? .proposal : .repair
        let first: LiveAnswer
        switch try ask(ticket, agent, purpose, trigger: ticket.repairing ?? ticket.entry) {
        case .post(let draft): return .post(draft)
        case .waiting(let work): return .blocked([work])
        case .answered(let answer): first = answer
        }
        switch candidate(from: first, ticket, agent) {
        case .success(let candidate):
            return .post(liveProposalDraft(candidate, ticket, agent, answer: first), reaction: reaction(ticket, agent))
        case .failure(let problem):
            // Only what can be mended goes back, and only once: a repair is a second try already.
            guard problem.isReadable, ticket.repairing == nil else {
                return .post(giveUpDraft(ticket, agent, problem, answer: first), reaction: reaction(ticket, agent))
            }
        }
        let second: LiveAnswer
        switch try ask(ticket, agent, .mend, trigger: first.entry ?? ticket.entry) {
        case .post(let draft): return .post(draft)
        case .waiting(let work): return .blocked([work])
        case .answered(let answer): second = answer
        }
        switch candidate(from: second, ticket, agent) {
        case .success(let candidate):
            return .post(liveProposalDraft(candidate, ticket, agent, answer: second), reaction: reaction(ticket, agent))
        case .failure(let problem):
            return .post(giveUpDraft(ticket, agent, problem, answer: second), reaction: reaction(ticket, agent))
        }
    }

    /// Why an answer gave no candidate.
    struct ReplyFailure: Error, Hashable, Sendable {
        /// The label under which it is counted.
        let label: String
        /// What is wrong, addressed to the model.
        let reason: String
        /// Whether there is a reply that could be mended.
        let isReadable: Bool
    }

    /// The candidate that an answer makes of its parent.
    func candidate(
        from answer: LiveAnswer, _ ticket: Ticket, _ agent: AgentInstance
    ) -> Result<Candidate, ReplyFailure> {
        switch answer {
        case .none(let why, _):
            return .failure(ReplyFailure(label: "model-failure", reason: why, isReadable: false))
        case .text(let reply, _):
            do {
                return .success(
                    try LiveCandidate.make(of: parent(of: ticket, agent).candidate, by: reply, brief: plan.brief))
            } catch {
                return .failure(ReplyFailure(label: "unreadable-reply", reason: error.reason, isReadable: true))
            }
        }
    }

    /// What a live holder starts from: its island's best, one of the front, or the starting kernel.
    func parent(of ticket: Ticket, _ agent: AgentInstance) -> Parent {
        let view = ticket.view
        guard agent.reads(.evaluation) else { return Parent(candidate: plan.brief.start, record: nil) }
        if case .optimizer(.front, _) = agent.declaration.settings {
            let front = view.front
            if !front.isEmpty {
                let record = front[ticket.number % front.count]
                return Parent(candidate: record.candidate, record: record)
            }
        }
        if let best = view.bestRecord(island: ticket.island) { return Parent(candidate: best.candidate, record: best) }
        let start = plan.brief.start
        return Parent(candidate: start, record: view.records[start.identity])
    }

    /// A reaction to the ticket, or to the evaluation that is repaired.
    private func reaction(_ ticket: Ticket, _ agent: AgentInstance) -> RunStep.Reaction {
        .init(subscriber: agent.id, trigger: ticket.repairing ?? ticket.entry)
    }

    /// A live holder's candidate.
    private func liveProposalDraft(
        _ candidate: Candidate, _ ticket: Ticket, _ agent: AgentInstance, answer: LiveAnswer
    ) -> Draft {
        let parent = parent(of: ticket, agent)
        let causes = [answer.entry, parent.record?.entry, ticket.repairing].compactMap(\.self)
        return proposalDraft(
            candidate, ticket, by: agent.id, parent: ticket.failed?.candidate.identity ?? parent.candidate.identity,
            reason: ticket.repairing == nil ? "a model's reply" : "repairs what failed", causes: causes,
            isRevision: ticket.repairing != nil)
    }

    /// The word that an answer came to nothing.
    private func giveUpDraft(
        _ ticket: Ticket, _ agent: AgentInstance, _ problem: ReplyFailure, answer: LiveAnswer
    ) -> Draft {
        failureDraft(
            ticket, by: agent.id, reason: problem.label, message: problem.reason,
            causes: [answer.entry].compactMap(\.self))
    }

    /// The prompt by which a live holder repairs a candidate that failed; nil when there is to be none.
    func startRepair(
        _ ticket: Ticket, _ proposal: Ticket.Proposed, _ record: Knowledge.Record, _ evaluation: Int
    ) throws -> Advance? {
        guard let agent = plan.agents[ticket.agent], agent.isLive, agent.posts(.revision), !ticket.hasRepaired,
            record.entry == evaluation, stopping == nil, hasEvaluationsLeft, mayRevise(agent), mayAsk(agent)
        else { return nil }
        var repaired = ticket
        repaired.beginRepair()
        return .post(try requestDraft(repaired, agent, .repair, trigger: evaluation))
    }
}

extension LiveAnswer {
    /// The number of the reply's entry; nil where the model was not asked.
    var entry: Int? {
        switch self {
        case .text(_, let entry): entry
        case .none(_, let entry): entry
        }
    }
}

extension Ticket {
    /// Puts the failed candidate aside, to be replaced by a repaired one.
    mutating func beginRepair() {
        guard !hasRepaired else { return }
        hasRepaired = true
        failed = proposal
        repairing = evaluation
        clearCandidate()
        attempt += 1
    }
}
