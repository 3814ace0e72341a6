/// Hands out tickets: shares follow the weights, and who gets one keeps the next few.
struct Schedule: Hashable, Sendable {
    /// Who may get tickets.
    struct Claim: Hashable, Sendable {
        /// The agent.
        var agent: String
        /// Its share, positive.
        var weight: Double
        /// How many tickets in a row it takes.
        var runLength: Int
    }

    /// The claims in the order of the team.
    let claims: [Claim]
    /// How many tickets each agent has had.
    private(set) var taken: [String: Int] = [:]
    /// The holder of the present run.
    private var runAgent = ""
    /// What is left of it.
    private var runLeft = 0

    /// A schedule that has handed out nothing.
    init(claims: [Claim]) {
        self.claims = claims
    }

    /// Who gets the next ticket: the holder of the run, else whoever is furthest behind its share, the first of equals.
    func next(where isEligible: (String) -> Bool) -> String? {
        if runLeft > 0, isEligible(runAgent) { return runAgent }
        var best: (agent: String, served: Double)?
        for claim in claims where isEligible(claim.agent) {
            let served = Double(taken[claim.agent] ?? 0) / claim.weight
            if let best, best.served <= served { continue }
            best = (claim.agent, served)
        }
        return best?.agent
    }

    /// Records that `agent` got a ticket.
    mutating func give(to agent: String) {
        taken[agent, default: 0] += 1
        if runAgent == agent, runLeft > 0 {
            runLeft -= 1
        } else {
            runAgent = agent
            runLeft = max(0, (claims.first { $0.agent == agent }?.runLength ?? 1) - 1)
        }
    }
}
