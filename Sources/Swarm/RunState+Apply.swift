import Blackboard

extension RunState {
    /// Takes the next decision of the chain in; throws ``SwarmError`` when it is none that this run could make.
    mutating func apply(_ decision: Decision) throws {
        guard goal != nil || decision.entry.kind == .goal else {
            throw SwarmError(.journal, "the first decision is of kind '\(decision.entry.kind.rawValue)', not 'goal'")
        }
        ticketOfDecision.append(decision.ticket)
        switch decision.entry.kind {
        case .goal: try applyGoal(decision)
        case .ticket: try applyTicket(decision)
        case .proposal, .revision: try applyProposal(decision)
        case .critique: try applyCritique(decision)
        case .vote: try applyVote(decision)
        case .verdict:
            switch try decision.string("about") {
            case "gate": try applyGate(decision)
            default: try applyClosing(decision)
            }
        case .evaluation: try applyEvaluation(decision)
        case .traceSummary: try applySummary(decision)
        case .hint: try applyHint(decision)
        case .migration: try applyMigration(decision)
        case .request: try applyRequest(decision)
        case .reply: try applyReply(decision)
        case .failure: try applyFailure(decision)
        case .note: try applyNote(decision)
        case .end: try applyEnd(decision)
        case .timing, .usage, .latency, .price, .resume, .interrupt, .environment: break
        }
    }
}
