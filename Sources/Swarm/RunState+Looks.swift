import AgentModels
import Blackboard
import Evaluation

extension RunState {
    /// How many decisions were taken in.
    var decisions: Int { ticketOfDecision.count }

    /// Whether a decision belongs to a ticket that is open, so that someone may still react to it.
    func isOpen(decision number: Int) -> Bool {
        guard ticketOfDecision.indices.contains(number - 1), let ticket = ticketOfDecision[number - 1] else {
            return false
        }
        return tickets[ticket] != nil
    }

    /// Whether a decision ends something, so that cursors can move.
    func closesWork(_ decision: Decision) -> Bool {
        switch decision.entry.kind {
        case .goal, .end, .migration: true
        case .verdict: decision.payload["about"]?.stringValue == "ticket"
        default: false
        }
    }

    /// The number of the entry of a request under way; nil when there is none.
    func entry(ofRequest id: String) -> Int? {
        for ticket in tickets.values {
            if let request = ticket.requests.first(where: { $0.request.id == id }) { return request.entry }
        }
        return nil
    }

    /// What listeners are told of a decision; nil for most.
    func progress(of decision: Decision, isBest: Bool) -> ProgressEvent? {
        guard decision.entry.kind == .evaluation else { return nil }
        if let name = decision.payload["baseline"]?.stringValue, let record = baselines.last {
            return .baseline(name: name, verdict: record.result.verdict.kind, score: record.score)
        }
        guard let candidate = decision.payload["candidate"]?.stringValue, decision.payload["reuses"] == nil,
            let record = knowledge.records[candidate]
        else { return nil }
        return .evaluated(
            count: evaluations, verdict: record.result.verdict.kind, score: record.score, isBest: isBest)
    }

    /// What the run has come to.
    func outcome(reason: StopReason, head: JournalHead, runDirectory: String) -> RunOutcome {
        func kernel(_ record: Knowledge.Record) -> RunOutcome.Kernel {
            RunOutcome.Kernel(
                candidate: record.candidate, result: record.result, author: record.author, entry: record.entry)
        }
        return RunOutcome(
            reason: reason, best: knowledge.bestRecord.map(kernel),
            baselines: zip(plan.brief.baselines, baselines).map { ($0.name, kernel($1)) }, rejections: rejections,
            evaluations: evaluations, tickets: issued, head: head, runDirectory: runDirectory)
    }
}
