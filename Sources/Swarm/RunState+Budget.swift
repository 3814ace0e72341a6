import AgentModels
import SwarmConfig

extension RunState {
    /// Whether an agent may get another ticket.
    func mayPropose(_ id: String) -> Bool {
        guard let agent = plan.agents[id] else { return false }
        let spent = spending[id] ?? Spending()
        if let limit = agent.declaration.budget.proposals {
            let promised = tickets.values.count { $0.agent == id && $0.proposal == nil && $0.abandoned == nil }
            guard spent.proposals + promised < limit else { return false }
        }
        if let texts = spent.exhaustedTexts, knowledge.texts.count <= texts { return false }
        return !agent.isLive || mayAsk(agent)
    }

    /// Whether an agent may still revise: its budget of proposals counts revisions.
    func mayRevise(_ agent: AgentInstance) -> Bool {
        guard let limit = agent.declaration.budget.proposals else { return true }
        return (spending[agent.id]?.proposals ?? 0) < limit
    }

    /// Whether an agent may put another prompt to its model.
    func mayAsk(_ agent: AgentInstance) -> Bool {
        let spent = spending[agent.id] ?? Spending()
        guard spent.failuresInARow < RunPlan.failuresInARow else { return false }
        if let limit = agent.declaration.budget.requests, spent.requests >= limit { return false }
        // Replies under way count as if they were as long as they may be, so that several cannot overshoot together.
        if let limit = agent.declaration.budget.tokens, spent.tokens + spent.reserved >= limit { return false }
        return true
    }

    /// The stop rule that holds now that a ticket was closed; nil when none does.
    func stopRule() -> StopReason? {
        let rules = plan.configuration.stop
        if let limit = rules.evaluations, evaluations >= limit { return .evaluations }
        if let wanted = rules.speedupOverCompetent, let best = knowledge.bestRecord?.score,
            let competent = baseline(named: "competent")?.score, competent / best >= wanted
        {
            return .speedup
        }
        if let limit = rules.noImprovement, sinceBest >= limit { return .noImprovement }
        if let limit = rules.tokens, tokens >= limit { return .tokens }
        if idle >= 2 * plan.configuration.window + 2 * plan.proposers.count { return .stalled }
        return nil
    }

    /// A baseline's record by name; nil while it is not measured.
    func baseline(named name: String) -> Knowledge.Record? {
        zip(plan.brief.baselines, baselines).first { $0.0.name == name }?.1
    }
}
