import AgentModels
import Blackboard
import Candidates
import SwarmConfig

extension RunState {
    /// The next step of a candidate that has not passed the gate: critics, then judges, then the count.
    func review(_ ticket: Ticket, _ proposal: Ticket.Proposed) throws -> Advance {
        let kind: SwarmConfig.EntryKind = proposal.isRevision ? .revision : .proposal
        for critic in plan.critics where critic.reads(kind) && ticket.critiques[critic.id] == nil {
            let reaction = RunStep.Reaction(subscriber: critic.id, trigger: proposal.entry)
            guard critic.isLive else {
                let opinion = OfflineCritic.opinion(on: proposal.candidate, in: ticket.view)
                return .post(critiqueDraft(ticket, proposal, critic, opinion), reaction: reaction)
            }
            switch try ask(ticket, critic, .critique, trigger: proposal.entry) {
            case .post(let draft): return .post(draft)
            case .waiting(let work): return .blocked([work])
            case .answered(let answer):
                return .post(critiqueDraft(ticket, proposal, critic, LiveCritic.opinion(answer)), reaction: reaction)
            }
        }
        if ticket.critiques.values.contains(where: \.isVeto) { return .post(gateDraft(ticket, proposal)) }
        return try vote(ticket, proposal, kind)
    }

    /// The next vote; live judges are all asked before the first answer is awaited.
    private func vote(
        _ ticket: Ticket, _ proposal: Ticket.Proposed, _ kind: SwarmConfig.EntryKind
    ) throws -> Advance {
        let judges = plan.judges.map(\.agent).filter { $0.reads(kind) && ticket.votes[$0.id] == nil }
        var waiting: [Work] = []
        var ready: Advance?
        for judge in judges {
            let reaction = RunStep.Reaction(subscriber: judge.id, trigger: proposal.entry)
            guard judge.isLive else {
                let vote = OfflineJudge.vote(of: judge, on: proposal, in: ticket.view, author: ticket.agent)
                if waiting.isEmpty, ready == nil {
                    ready = .post(voteDraft(ticket, proposal, judge, vote), reaction: reaction)
                }
                continue
            }
            switch try ask(ticket, judge, .vote, trigger: proposal.entry) {
            case .post(let draft): return .post(draft)
            case .waiting(let work): waiting.append(work)
            case .answered(let answer):
                guard waiting.isEmpty, ready == nil else { continue }
                ready = .post(voteDraft(ticket, proposal, judge, LiveJudge.vote(answer)), reaction: reaction)
            }
        }
        return ready ?? (waiting.isEmpty ? .post(gateDraft(ticket, proposal)) : .blocked(waiting))
    }

    /// A critic's word.
    private func critiqueDraft(
        _ ticket: Ticket, _ proposal: Ticket.Proposed, _ critic: AgentInstance, _ opinion: CritiqueOpinion
    ) -> Draft {
        var payload: [String: CanonicalJSON] = [
            "ticket": .int(ticket.number), "candidate": .string(proposal.candidate.identity),
            "verdict": opinion.isVeto ? "reject" : "accept", "reason": .string(opinion.reason),
        ]
        if let score = opinion.score { payload["score"] = .double(score) }
        return Draft(
            .critique, by: critic.id, causes: [proposal.entry] + opinion.causes, payload: .object(payload))
    }

    /// Takes a critic's word in.
    mutating func applyCritique(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        let critique = Ticket.Critique(
            entry: decision.number, isVeto: try decision.string("verdict") == "reject",
            reason: try decision.string("reason"))
        tickets[number]?.critiques[decision.entry.author] = critique
    }

    /// A judge's word.
    private func voteDraft(
        _ ticket: Ticket, _ proposal: Ticket.Proposed, _ judge: AgentInstance, _ vote: VoteOpinion
    ) -> Draft {
        Draft(
            .vote, by: judge.id, causes: [proposal.entry] + vote.causes,
            payload: [
                "ticket": .int(ticket.number), "candidate": .string(proposal.candidate.identity),
                "score": vote.score.map { .double($0) } ?? .null, "suspicious": .bool(vote.isSuspicious),
                "reason": .string(vote.reason),
            ])
    }

    /// Takes a judge's word in.
    mutating func applyVote(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        tickets[number]?.votes[decision.entry.author] = Ticket.Vote(
            entry: decision.number, score: decision.payload["score"]?.doubleValue,
            isSuspicious: try decision.bool("suspicious"))
    }

    /// Whether a candidate may cost an evaluation: no critic's veto, and enough of the council's weight for it.
    private func gateDraft(_ ticket: Ticket, _ proposal: Ticket.Proposed) -> Draft {
        var payload: [String: CanonicalJSON] = [
            "about": "gate", "ticket": .int(ticket.number), "attempt": .int(ticket.attempt),
            "candidate": .string(proposal.candidate.identity),
        ]
        let vetoes = plan.critics.filter { ticket.critiques[$0.id]?.isVeto == true }
        let words = plan.critics.compactMap { ticket.critiques[$0.id]?.entry }
        let votes = plan.judges.compactMap { ticket.votes[$0.agent.id]?.entry }
        if !vetoes.isEmpty {
            payload["passes"] = false
            payload["reason"] = "critic"
        } else if let council = plan.configuration.team.council {
            let count = CouncilCount(
                council, votes: plan.judges.map { (weight: $0.weight, vote: ticket.votes[$0.agent.id]) })
            payload["passes"] = .bool(count.passes)
            payload["reason"] = "council"
            payload["votes"] = .int(count.voting)
            payload["abstentions"] = .int(council.judges.count - count.voting)
            payload["quorum"] = .bool(count.hasQuorum)
            payload["share"] = count.share.map { .double($0) } ?? .null
            payload["suspicious"] = .int(count.suspicious)
        } else {
            payload["passes"] = true
            payload["reason"] = "no-council"
        }
        return Draft(.verdict, by: "council", causes: [proposal.entry] + words + votes, payload: .object(payload))
    }

    /// Lets a candidate pass, or has the ticket's holder try again.
    mutating func applyGate(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        guard var ticket = tickets[number], let proposal = ticket.proposal else { throw decision.malformed("ticket") }
        if try decision.bool("passes") {
            ticket.gate = decision.number
        } else {
            rejections[try decision.string("reason"), default: 0] += 1
            knowledge.withdraw(proposal.candidate)
            ticket.view.withdraw(proposal.candidate)
            ticket.objections = plan.critics.compactMap { critic in
                ticket.critiques[critic.id].flatMap { $0.isVeto ? (critic.id, $0.reason) : nil }
            }
            if ticket.objections.isEmpty { ticket.objections = [("council", "the council voted against it")] }
            ticket.clearCandidate()
            if proposal.isRevision || ticket.attempt >= RunPlan.attempts {
                ticket.abandoned = "rejected"
            } else {
                ticket.attempt += 1
            }
        }
        tickets[number] = ticket
    }
}

extension Ticket {
    /// Forgets the candidate at hand and everything said and found about it.
    mutating func clearCandidate() {
        proposal = nil
        critiques = [:]
        votes = [:]
        gate = nil
        evaluation = nil
        isBest = false
        summary = nil
    }
}
