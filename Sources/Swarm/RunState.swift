import AgentModels
import Blackboard
import Candidates
import SwarmConfig

/// A run as its decisions tell it: folded from journal entries, and asked what comes next.
///
/// A value without clock, file or task. ``apply(_:)`` takes a decision in; ``step()`` says what to do next as a function
/// of the decisions alone. So a run is resumed by folding its journal, and replayed by asking again.
struct RunState: Sendable {
    /// What stays the same.
    let plan: RunPlan
    /// The number of the goal's entry; nil before it.
    var goal: Int?
    /// What the board tells about candidates.
    var knowledge: Knowledge
    /// The baselines measured so far, in the brief's order.
    var baselines: [Knowledge.Record] = []
    /// How many baselines have been summarised, or need not be.
    var summarizedBaselines = 0
    /// The tickets that are not closed, by number.
    var tickets: [Int: Ticket] = [:]
    /// The number of the last ticket issued.
    var issued = 0
    /// Who gets the next one.
    var schedule: Schedule
    /// What each agent has spent.
    var spending: [String: Spending] = [:]
    /// Evaluations that tickets have cost.
    var evaluations = 0
    /// Evaluations since the best one.
    var sinceBest = 0
    /// Tickets closed in a row that cost no evaluation.
    var idle = 0
    /// How many proposals came to nothing, by reason.
    var rejections: [String: Int] = [:]
    /// Migrations that are due.
    var dueMigrations: [Migration] = []
    /// How many tickets were closed.
    var closed = 0
    /// The number of the last entry that closed a ticket.
    var lastClosing: Int?
    /// Why no more tickets are issued; nil while they are.
    var stopping: StopReason?
    /// Why the run ended; nil while it goes on.
    var ended: StopReason?
    /// The ticket of each decision, by number less one; nil for none.
    var ticketOfDecision: [Int?] = []

    /// A candidate on its way to another island.
    struct Migration: Hashable, Sendable {
        /// Where it comes from.
        let from: Int
        /// Where it goes.
        let to: Int
        /// The candidate's identity.
        let candidate: String
    }

    /// A run of which nothing has been decided.
    init(plan: RunPlan) {
        self.plan = plan
        let population = plan.configuration.population
        knowledge = Knowledge(islands: population.islands, size: population.size)
        schedule = Schedule(
            claims: plan.proposers.map {
                .init(agent: $0.id, weight: $0.declaration.weight, runLength: $0.runLength)
            })
    }

    /// The numbers of the open tickets, ascending.
    var openNumbers: [Int] { tickets.keys.sorted() }

    /// Tickets that may still cost an evaluation.
    var pendingEvaluations: Int {
        tickets.values.count { $0.abandoned == nil && ($0.evaluation == nil || $0.repairing != nil) }
    }

    /// Whether one more evaluation may be reserved.
    var hasEvaluationsLeft: Bool {
        guard let limit = plan.configuration.stop.evaluations else { return true }
        return evaluations + pendingEvaluations < limit
    }

    /// Tokens of all agents together.
    var tokens: Int { spending.values.reduce(0) { $0 + $1.tokens } }

    /// What comes next.
    func step() throws -> RunStep {
        if ended != nil { return .done }
        guard goal != nil else { return .post(try goalDraft()) }
        if let step = try baselineStep() { return step }
        if let migration = dueMigrations.first { return .post(migrationDraft(migration)) }
        let numbers = openNumbers
        var open: [Work] = []
        var turns: [WorkKey] = []
        for number in numbers {
            guard let ticket = tickets[number] else { continue }
            let isTurn = plan.configuration.order == .arrival || number == numbers.first
            switch try advance(ticket, isTurn: isTurn) {
            case .post(let draft, let reaction): return .post(draft, reaction: reaction)
            case .blocked(let work):
                open += work
                if isTurn { turns += work.map(\.key) }
            }
        }
        if mayIssue, let agent = schedule.next(where: mayPropose) { return .post(ticketDraft(for: agent)) }
        if numbers.isEmpty { return .post(endDraft(stopping ?? .exhausted)) }
        // In order of tickets, the answers for the one whose turn it is are taken in the order they were asked for.
        if plan.configuration.order == .ticket { turns = Array(turns.prefix(1)) }
        guard !turns.isEmpty else { throw SwarmError(.journal, "ticket \(numbers[0]) waits for nothing") }
        return .wait(turns: turns, open: open)
    }

    /// What a ticket does next.
    enum Advance {
        /// Posts an entry.
        case post(Draft, reaction: RunStep.Reaction? = nil)
        /// Waits for work, or for its turn when there is none.
        case blocked([Work])
    }

    /// What `ticket` does next.
    private func advance(_ ticket: Ticket, isTurn: Bool) throws -> Advance {
        if ticket.abandoned != nil { return isTurn ? .post(closingDraft(ticket)) : .blocked([]) }
        guard let proposal = ticket.proposal else { return try propose(ticket) }
        if ticket.gate == nil { return try review(ticket, proposal) }
        guard let evaluation = ticket.evaluation else {
            guard let known = knowledge.records[proposal.candidate.identity] else {
                return .blocked([.evaluate(proposal.candidate)])
            }
            return isTurn ? .post(reuseDraft(ticket, proposal, known)) : .blocked([])
        }
        return try conclude(ticket, proposal, evaluation)
    }

    /// Whether the window and the stop rules allow another ticket.
    private var mayIssue: Bool {
        guard stopping == nil, hasEvaluationsLeft else { return false }
        switch plan.configuration.order {
        case .ticket: return issued + 1 - plan.configuration.window < (tickets.keys.min() ?? issued + 1)
        case .arrival: return tickets.count < plan.configuration.window
        }
    }
}
