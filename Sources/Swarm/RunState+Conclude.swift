import AgentModels
import Blackboard
import Candidates
import Evaluation
import GPUTiming
import SwarmConfig

extension RunState {
    /// The next step of a measured candidate: its trace summary, hints for a new best, a repair, the closing.
    func conclude(_ ticket: Ticket, _ proposal: Ticket.Proposed, _ evaluation: Int) throws -> Advance {
        guard let record = knowledge.records[proposal.candidate.identity] else {
            throw SwarmError(.journal, "ticket \(ticket.number) was evaluated without a result")
        }
        guard record.score != nil else {
            return try startRepair(ticket, proposal, record, evaluation) ?? .post(closingDraft(ticket))
        }
        guard let summary = ticket.summary else {
            return .post(summaryDraft(of: record, about: ["ticket": .int(ticket.number)]))
        }
        guard ticket.isBest else { return .post(closingDraft(ticket)) }
        for profiler in plan.profilers where !ticket.profiled.contains(profiler.id) {
            let reaction = RunStep.Reaction(subscriber: profiler.id, trigger: summary)
            guard profiler.isLive else {
                return .post(offlineHintDraft(ticket, record, profiler, summary), reaction: reaction)
            }
            switch try ask(ticket, profiler, .hint, trigger: summary) {
            case .post(let draft): return .post(draft)
            case .waiting(let work): return .blocked([work])
            case .answered(let answer):
                return .post(liveHintDraft(ticket, record, profiler, summary, answer), reaction: reaction)
            }
        }
        return .post(closingDraft(ticket))
    }

    /// The hint that follows from a trace summary: its bottleneck, and the change that its sentence names.
    private func offlineHintDraft(
        _ ticket: Ticket, _ record: Knowledge.Record, _ profiler: AgentInstance, _ summary: Int
    ) -> Draft {
        guard let bottleneck = SearchMetrics.weightiest(record.result.summaries)?.bottleneck else {
            return noHintDraft(ticket, profiler, "there is no trace summary", causes: [summary])
        }
        return Draft(
            .hint, by: profiler.id, causes: [summary],
            payload: [
                "ticket": .int(ticket.number), "candidate": .string(record.candidate.identity),
                "bottleneck": .string(bottleneck.kind.rawValue), "share": .double(bottleneck.share),
                "change": .string(bottleneck.sentence),
                "metric": .string(SearchMetrics.metric(of: bottleneck.kind)),
            ])
    }

    /// The hint that a model gave, or that it gave none.
    private func liveHintDraft(
        _ ticket: Ticket, _ record: Knowledge.Record, _ profiler: AgentInstance, _ summary: Int, _ answer: LiveAnswer
    ) -> Draft {
        switch answer {
        case .none(let why, let entry):
            return noHintDraft(ticket, profiler, why, causes: [summary, entry].compactMap(\.self))
        case .text(let text, let entry):
            do throws(ReplyProblem) {
                let hint = try ReplyParser.hint(text)
                var payload: [String: CanonicalJSON] = [
                    "ticket": .int(ticket.number), "candidate": .string(record.candidate.identity),
                    "bottleneck": .string(hint.bottleneck), "change": .string(hint.change),
                ]
                // The model speaks of the summary's bottleneck; the embedded search needs the metric behind it.
                if let kind = SearchMetrics.weightiest(record.result.summaries)?.bottleneck.kind {
                    payload["metric"] = .string(SearchMetrics.metric(of: kind))
                }
                return Draft(.hint, by: profiler.id, causes: [summary, entry], payload: .object(payload))
            } catch {
                return noHintDraft(ticket, profiler, error.message, causes: [summary, entry])
            }
        }
    }

    /// The word that a profiler has no hint.
    private func noHintDraft(_ ticket: Ticket, _ profiler: AgentInstance, _ why: String, causes: [Int]) -> Draft {
        Draft(
            .note, by: profiler.id, causes: causes,
            payload: ["ticket": .int(ticket.number), "about": "no-hint", "reason": .string(why)])
    }

    /// Takes a hint in.
    mutating func applyHint(_ decision: Decision) throws {
        let number = try decision.int("ticket")
        tickets[number]?.profiled.insert(decision.entry.author)
        knowledge.add(
            Knowledge.HintNote(
                agent: decision.entry.author, candidate: try decision.string("candidate"),
                bottleneck: try decision.string("bottleneck"), change: try decision.string("change"),
                metric: decision.payload["metric"]?.stringValue, entry: decision.number))
    }

    /// Takes a remark in: a profiler without a hint.
    mutating func applyNote(_ decision: Decision) throws {
        if try decision.string("about") == "no-hint" {
            tickets[try decision.int("ticket")]?.profiled.insert(decision.entry.author)
        }
    }
}
