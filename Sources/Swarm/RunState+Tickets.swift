import Blackboard
import Candidates
import Evaluation
import OfflineSearch
import SwarmConfig

extension RunState {
    /// The next ticket, for `agent`.
    func ticketDraft(for agent: String) -> Draft {
        let number = issued + 1
        return Draft(
            .ticket, by: "swarm", causes: [goal, lastClosing].compactMap(\.self),
            payload: [
                "ticket": .int(number), "agent": .string(agent),
                "island": .int((number - 1) % knowledge.islands.count), "results": .int(knowledge.order.count),
            ])
    }

    /// Opens a ticket: its holder sees what is known now.
    mutating func applyTicket(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        let agent = try decision.string("agent")
        let island = try decision.int("island")
        guard number == issued + 1, knowledge.islands.indices.contains(island), plan.agents[agent] != nil else {
            throw decision.malformed("ticket")
        }
        issued = number
        schedule.give(to: agent)
        tickets[number] = Ticket(
            number: number, agent: agent, island: island, entry: decision.number, view: knowledge)
    }

    /// The seed of a ticket's choices: a function of the run's seed, the ticket and the attempt.
    func seed(of ticket: Ticket) -> UInt64 {
        var run = SplitMix64(seed: UInt64(bitPattern: Int64(plan.configuration.seed)))
        var own = SplitMix64(seed: run.next() ^ UInt64(bitPattern: Int64(ticket.number)))
        // Wrapping: the sum is only mixed further.
        var attempt = SplitMix64(seed: own.next() &+ UInt64(bitPattern: Int64(ticket.attempt)))
        return attempt.next()
    }

    /// The entry that closes a ticket with what has come of it.
    func closingDraft(_ ticket: Ticket) -> Draft {
        var payload: [String: CanonicalJSON] = ["about": "ticket", "ticket": .int(ticket.number)]
        var outcome = ticket.abandoned ?? "unknown"
        if ticket.abandoned == nil, let candidate = ticket.proposal?.candidate.identity {
            let record = knowledge.records[candidate]
            payload["candidate"] = .string(candidate)
            outcome = ticket.isBest ? "best" : record?.result.verdict.kind.rawValue ?? outcome
            if let score = record?.score { payload["nanoseconds"] = .double(score) }
        }
        payload["outcome"] = .string(outcome)
        if let best = knowledge.best { payload["best"] = .string(best) }
        let causes = [ticket.evaluation ?? ticket.proposal?.entry ?? ticket.entry]
        return Draft(.verdict, by: "swarm", causes: causes, payload: .object(payload))
    }

    /// Closes a ticket, and sees whether migrations are due or the run is to end.
    mutating func applyClosing(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        guard let ticket = tickets.removeValue(forKey: number) else { throw decision.malformed("ticket") }
        if ticket.evaluation == nil, let candidate = ticket.proposal?.candidate { knowledge.withdraw(candidate) }
        closed += 1
        lastClosing = decision.number
        let costNothing = ticket.evaluation == nil && !ticket.hasRepaired
        idle = costNothing ? idle + 1 : 0
        if stopping == nil { stopping = stopRule() }
        if knowledge.islands.count > 1, closed % plan.migrationInterval == 0, stopping == nil {
            dueMigrations = knowledge.islands.indices.compactMap { island in
                let to = (island + 1) % knowledge.islands.count
                guard let elite = knowledge.islands[island].members.first?.candidate,
                    !knowledge.islands[to].members.contains(where: { $0.candidate == elite })
                else { return nil }
                return Migration(from: island, to: to, candidate: elite)
            }
        }
    }

    /// A migration that is due.
    func migrationDraft(_ migration: Migration) -> Draft {
        Draft(
            .migration, by: "swarm",
            causes: [knowledge.records[migration.candidate]?.entry, lastClosing].compactMap(\.self),
            payload: [
                "candidate": .string(migration.candidate), "from": .int(migration.from), "to": .int(migration.to),
            ])
    }

    /// Takes a migrant in.
    mutating func applyMigration(_ decision: Decision) throws {
        guard let due = dueMigrations.first, try decision.string("candidate") == due.candidate else {
            throw decision.malformed("candidate")
        }
        dueMigrations.removeFirst()
        knowledge.migrate(due.candidate, to: due.to)
    }

    /// The run's last decision.
    func endDraft(_ reason: StopReason) -> Draft {
        var payload: [String: CanonicalJSON] = [
            "reason": .string(reason.rawValue), "evaluations": .int(evaluations), "tickets": .int(issued),
            "rejections": .object(rejections.mapValues { .int($0) }),
        ]
        if let best = knowledge.bestRecord {
            payload["best"] = .string(best.candidate.identity)
            payload["nanoseconds"] = .double(best.score ?? 0)
        }
        return Draft(
            .end, by: "swarm", causes: [knowledge.bestRecord?.entry, lastClosing ?? goal].compactMap(\.self),
            payload: .object(payload))
    }

    /// Ends the run.
    mutating func applyEnd(_ decision: Decision) throws {
        guard let reason = StopReason(rawValue: try decision.string("reason")) else {
            throw decision.malformed("reason")
        }
        ended = reason
    }
}
