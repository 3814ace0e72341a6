import SwarmConfig

/// The count of a council's votes; judges that said nothing readable do not weigh.
struct CouncilCount: Hashable, Sendable {
    /// How many voted.
    let voting: Int
    /// The share of their weight in favour, 0 to 1; nil when nobody with weight voted.
    let share: Double?
    /// Whether enough voted for the vote to count.
    let hasQuorum: Bool
    /// How many flagged the candidate.
    let suspicious: Int
    /// Whether the candidate may be evaluated: a vote without quorum holds nothing up.
    let passes: Bool

    /// Counts votes; a score of one half or more is in favour.
    init(_ council: Council, votes: [(weight: Double, vote: Ticket.Vote?)]) {
        var voting = 0
        var suspicious = 0
        var total = 0.0
        var inFavour = 0.0
        for (weight, vote) in votes {
            guard let vote, let score = vote.score else { continue }
            voting += 1
            total += weight
            if score >= 0.5 { inFavour += weight }
            if vote.isSuspicious { suspicious += 1 }
        }
        self.voting = voting
        self.suspicious = suspicious
        share = total > 0 ? inFavour / total : nil
        hasQuorum = voting >= council.quorum && total > 0
        passes = !hasQuorum || inFavour / total >= council.gate
    }
}
