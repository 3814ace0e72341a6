import AgentModels
import Blackboard
import Candidates
import Evaluation
import Foundation
import GPUTiming

extension RunState {
    /// The entry for a finished piece of work; nil when nothing waits for it.
    func draft(for key: WorkKey, _ result: WorkResult) throws -> Draft? {
        switch (key, result) {
        case (.evaluation(let identity), .evaluated(let result)):
            if baselines.count < plan.brief.baselines.count {
                let next = plan.brief.baselines[baselines.count].candidate
                guard next.identity == identity else { return nil }
                return try evaluationDraft(
                    next, result, about: baselineMembers(baselines.count), causes: [goal ?? 1])
            }
            let waiting = openNumbers.compactMap { tickets[$0] }.first {
                $0.gate != nil && $0.evaluation == nil && $0.proposal?.candidate.identity == identity
            }
            guard let ticket = waiting, let proposal = ticket.proposal, let gate = ticket.gate else { return nil }
            return try evaluationDraft(
                proposal.candidate, result, about: ["ticket": .int(ticket.number)], causes: [proposal.entry, gate])
        case (.reply(let id), .answered(let answer)):
            for number in openNumbers {
                guard let request = tickets[number]?.requests.first(where: { $0.request.id == id && $0.reply == nil })
                else { continue }
                return replyDraft(to: request, ticket: number, answer)
            }
            return nil
        default: return nil
        }
    }

    /// A measurement, its trace summaries as bodies.
    private func evaluationDraft(
        _ candidate: Candidate, _ result: EvaluationResult, about members: [String: CanonicalJSON], causes: [Int]
    ) throws -> Draft {
        var bodies: [Data] = []
        for summary in result.summaries { bodies.append(try CanonicalJSON(encoding: summary).encoded) }
        guard case .object(var payload) = try CanonicalJSON(encoding: result) else {
            throw SwarmError(.journal, "the result of '\(candidate.identity)' is no object")
        }
        payload["summaries"] = .array(bodies.map { .reference(to: $0) })
        payload["candidate"] = .string(candidate.identity)
        payload.merge(members) { $1 }
        return Draft(.evaluation, by: "evaluator", causes: causes, payload: .object(payload), bodies: bodies)
    }

    /// A result that is known already, taken over.
    func reuseDraft(_ known: Knowledge.Record, about members: [String: CanonicalJSON], causes: [Int]) -> Draft {
        Draft(
            .evaluation, by: "evaluator", causes: causes + [known.entry],
            payload: .object(
                [
                    "candidate": .string(known.candidate.identity), "reuses": .int(known.entry),
                ].merging(members) { $1 }))
    }

    /// A ticket's candidate that was measured before.
    func reuseDraft(_ ticket: Ticket, _ proposal: Ticket.Proposed, _ known: Knowledge.Record) -> Draft {
        reuseDraft(
            known, about: ["ticket": .int(ticket.number)], causes: [proposal.entry] + [ticket.gate].compactMap(\.self))
    }

    /// Takes a measurement in.
    mutating func applyEvaluation(_ decision: Decision) throws {
        let identity = try decision.string("candidate")
        let reused = decision.payload["reuses"] != nil
        if let name = decision.payload["baseline"]?.stringValue {
            guard baselines.count < plan.brief.baselines.count else { throw decision.malformed("baseline") }
            let candidate = plan.brief.baselines[baselines.count].candidate
            guard candidate.identity == identity else { throw decision.malformed("candidate") }
            let known = baselines.first { $0.candidate.identity == identity }
            let record = Knowledge.Record(
                candidate: candidate, result: try known?.result ?? decision.result(), author: name,
                entry: decision.number)
            baselines.append(record)
            // The starting kernel measured as a baseline is a result like any other for those who search from it.
            if candidate.text == plan.brief.start.text, !reused { knowledge.observe(record, island: 0) }
            if record.score == nil || reused { summarizedBaselines = baselines.count }
            return
        }
        let number = try decision.int("ticket")
        guard var ticket = tickets[number], let proposal = ticket.proposal,
            proposal.candidate.identity == identity
        else { throw decision.malformed("ticket") }
        ticket.evaluation = decision.number
        ticket.repairing = nil
        if reused {
            rejections["duplicate", default: 0] += 1
            ticket.summary = decision.number
            knowledge.withdraw(proposal.candidate)
        } else {
            let before = knowledge.best
            let record = Knowledge.Record(
                candidate: proposal.candidate, result: try decision.result(), author: ticket.agent,
                entry: decision.number)
            knowledge.observe(record, island: ticket.island)
            ticket.isBest = knowledge.best != before
            evaluations += 1
            sinceBest = ticket.isBest ? 0 : sinceBest + 1
            if record.score == nil { rejections[record.result.verdict.kind.rawValue, default: 0] += 1 }
        }
        tickets[number] = ticket
    }

    /// Where a correct candidate's time goes, one text for each size.
    func summaryDraft(of record: Knowledge.Record, about members: [String: CanonicalJSON]) -> Draft {
        var bodies: [Data] = []
        let sizes = record.result.summaries.map { summary -> CanonicalJSON in
            let text = Data(summary.text.utf8)
            bodies.append(text)
            return [
                "size": .string(summary.size), "nanoseconds": .double(summary.nanoseconds),
                "bottleneck": [
                    "kind": .string(summary.bottleneck.kind.rawValue), "share": .double(summary.bottleneck.share),
                    "sentence": .string(summary.bottleneck.sentence),
                ],
                "text": .reference(to: text),
            ]
        }
        return Draft(
            .traceSummary, by: "evaluator", causes: [record.entry],
            payload: .object(
                [
                    "candidate": .string(record.candidate.identity), "sizes": .array(sizes),
                ].merging(members) { $1 }), bodies: bodies)
    }

    /// Takes a trace summary in.
    mutating func applySummary(_ decision: Decision) throws {
        if decision.payload["baseline"] != nil {
            summarizedBaselines += 1
        } else {
            tickets[try decision.int("ticket")]?.summary = decision.number
        }
    }
}
