import Blackboard
import Candidates
import OfflineSearch
import SwarmConfig

extension RunState {
    /// The next step of a ticket that has no candidate.
    func propose(_ ticket: Ticket) throws -> Advance {
        guard let agent = plan.agents[ticket.agent] else {
            throw SwarmError(.journal, "ticket \(ticket.number) is held by '\(ticket.agent)', who is not in the team")
        }
        if agent.isLive { return try proposeLive(ticket, agent) }
        return .post(
            proposeOffline(ticket, agent), reaction: .init(subscriber: agent.id, trigger: ticket.entry))
    }

    /// What the embedded search proposes, or that it has nothing left.
    private func proposeOffline(_ ticket: Ticket, _ agent: AgentInstance) -> Draft {
        let role: SearchRole = agent.declaration.role == .explorer ? .explorer : .optimizer
        for text in textsToSearch(ticket, agent, role) {
            guard var search = search(of: text, for: agent, ticket) else { continue }
            let hint = hint(about: text, for: agent, ticket)
            let found = search.propose(
                count: 1, role: role, seed: seed(of: ticket), hint: hint?.metric.map { Hint(bottleneck: $0) })
            guard let proposal = found.first else { continue }
            let start = plan.brief.start
            let isStart = text == start.text && proposal.point == start.point
            let candidate = Candidate(text: text, point: proposal.point, origin: isStart ? .start : .point)
            let parent = parent(of: text, for: agent, ticket)
            return proposalDraft(
                candidate, ticket, by: agent.id, parent: parent?.candidate.identity ?? (isStart ? nil : start.identity),
                reason: proposal.reason, causes: [parent?.entry, hint?.entry].compactMap(\.self))
        }
        return failureDraft(ticket, by: agent.id, reason: "exhausted", message: "every point was tried")
    }

    /// The texts that an agent's search tries, in this order until one has a new point.
    private func textsToSearch(_ ticket: Ticket, _ agent: AgentInstance, _ role: SearchRole) -> [String] {
        let view = ticket.view
        var texts: [String] = []
        func add(_ text: String) { if !texts.contains(text) { texts.append(text) } }
        if agent.reads(.evaluation), let best = view.bestRecord(island: ticket.island) {
            if role == .explorer, let young = youngText(in: view, island: ticket.island) { add(young) }
            add(best.candidate.text)
            for member in view.islands[ticket.island].members {
                if let record = view.records[member.candidate] { add(record.candidate.text) }
            }
        }
        add(plan.brief.start.text)
        return texts
    }

    /// A text of the island that deserves a closer look: little tried, and not far behind the best.
    private func youngText(in view: Knowledge, island: Int) -> String? {
        let members = view.islands[island].members
        guard let best = members.first else { return nil }
        var young: (text: String, tried: Int)?
        for member in members where member.score <= 2 * best.score {
            guard let text = view.records[member.candidate]?.candidate.text, let search = view.searches[text],
                search.observations.count < 8, search.space.pointCount > search.observations.count
            else { continue }
            if let young, young.tried <= search.observations.count { continue }
            young = (text, search.observations.count)
        }
        return young?.text
    }

    /// The search over a text as an agent sees it: without results when it does not read evaluations.
    private func search(of text: String, for agent: AgentInstance, _ ticket: Ticket) -> SearchState? {
        guard let search = ticket.view.searches[text] else { return nil }
        if agent.reads(.evaluation) { return search }
        var blind = SearchState(space: search.space)
        for observation in search.observations { blind.markInFlight(observation.point) }
        for point in search.pointsInFlight { blind.markInFlight(point) }
        return blind
    }

    /// The latest hint about a text that an agent may read.
    private func hint(about text: String, for agent: AgentInstance, _ ticket: Ticket) -> Knowledge.HintNote? {
        guard agent.reads(.hint) else { return nil }
        return ticket.view.hints.last { ticket.view.records[$0.candidate]?.candidate.text == text }
    }

    /// The best measured candidate of a text.
    private func parent(of text: String, for agent: AgentInstance, _ ticket: Ticket) -> Knowledge.Record? {
        guard agent.reads(.evaluation), let best = ticket.view.searches[text]?.best else { return nil }
        return ticket.view.records[Candidate(text: text, point: best.point, origin: .point).identity]
    }

    /// A candidate put forward.
    func proposalDraft(
        _ candidate: Candidate, _ ticket: Ticket, by agent: String, parent: String?, reason: String, causes: [Int],
        isRevision: Bool = false
    ) -> Draft {
        var payload = CandidatePayload.members(candidate)
        payload["ticket"] = .int(ticket.number)
        payload["attempt"] = .int(ticket.attempt)
        payload["parent"] = parent.map { .string($0) } ?? .null
        payload["reason"] = .string(reason)
        return Draft(
            isRevision ? .revision : .proposal, by: agent, causes: [ticket.entry] + causes, payload: .object(payload),
            bodies: [CandidatePayload.body(candidate)])
    }

    /// Takes a candidate in.
    mutating func applyProposal(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        guard var ticket = tickets[number], ticket.proposal == nil else { throw decision.malformed("ticket") }
        let candidate = try decision.candidate()
        do {
            let space = try plan.brief.space(of: candidate.text)
            knowledge.addText(candidate.text, space: space)
            ticket.view.addText(candidate.text, space: space)
        } catch {
            throw decision.malformed("kernel")
        }
        knowledge.noteProposed(candidate)
        ticket.view.noteProposed(candidate)
        ticket.proposal = Ticket.Proposed(
            entry: decision.number, candidate: candidate, parent: decision.payload["parent"]?.stringValue,
            isRevision: decision.entry.kind == .revision)
        spending[ticket.agent, default: Spending()].proposals += 1
        spending[ticket.agent]?.exhaustedTexts = nil
        tickets[number] = ticket
    }

    /// The word that a ticket's holder has nothing to propose.
    func failureDraft(
        _ ticket: Ticket, by agent: String, reason: String, message: String, causes: [Int] = []
    ) -> Draft {
        Draft(
            .failure, by: agent, causes: [ticket.entry] + causes,
            payload: [
                "ticket": .int(ticket.number), "attempt": .int(ticket.attempt), "reason": .string(reason),
                "message": .string(message),
            ])
    }

    /// Gives a ticket up.
    mutating func applyFailure(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        guard var ticket = tickets[number] else { throw decision.malformed("ticket") }
        let reason = try decision.string("reason")
        ticket.abandoned = reason
        if reason == "exhausted" {
            spending[ticket.agent, default: Spending()].exhaustedTexts = knowledge.texts.count
        } else {
            rejections[reason, default: 0] += 1
        }
        tickets[number] = ticket
    }
}
