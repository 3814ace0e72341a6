import AgentModels
import Candidates
import OfflineSearch
import SwarmConfig

/// What a judge says of a proposal.
struct VoteOpinion: Hashable, Sendable {
    /// From 0 to 1; nil for an abstention.
    var score: Double?
    /// Whether it looks like cheating.
    var isSuspicious = false
    /// Why, in a sentence.
    var reason: String
    /// Decisions that it follows from, beside the proposal.
    var causes: [Int] = []
}

/// The embedded judge.
enum OfflineJudge {
    /// A judge's vote by what it looks at.
    static func vote(
        of judge: AgentInstance, on proposal: Ticket.Proposed, in view: Knowledge, author: String
    ) -> VoteOpinion {
        guard case .judge(let focus) = judge.declaration.settings else {
            return VoteOpinion(score: nil, reason: "no focus")
        }
        switch focus {
        case .novelty: return novelty(of: proposal.candidate, in: view)
        case .performance: return performance(of: proposal.candidate, in: view)
        case .correctness: return correctness(of: proposal.candidate, in: view, author: author)
        }
    }

    /// How much it differs from what was measured: by tunables within a text, fully where the text is new.
    private static func novelty(of candidate: Candidate, in view: Knowledge) -> VoteOpinion {
        let known = view.searches[candidate.text]?.observations.map(\.point.values) ?? []
        guard !known.isEmpty else { return VoteOpinion(score: 1, reason: "nothing of this text was measured yet") }
        let least = known.map { values in zip(values, candidate.point.values).count { $0 != $1 } }.min() ?? 0
        guard least > 0 else { return VoteOpinion(score: 0, reason: "this very point was measured") }
        // One changed tunable is the step of a local search and worth a measurement; three are something else.
        let score = 0.5 + 0.5 * Double(min(least, 3) - 1) / 2
        return VoteOpinion(score: score, reason: "differs in \(least) tunables from the nearest point measured")
    }

    /// What the search expects of its time.
    private static func performance(of candidate: Candidate, in view: Knowledge) -> VoteOpinion {
        guard let search = view.searches[candidate.text] else {
            return VoteOpinion(score: 0.5, reason: "a new text: nothing is known of it")
        }
        let opinion = search.judge(candidate.point)
        return VoteOpinion(score: opinion.isVetoed ? 0 : opinion.score, reason: opinion.reason)
    }

    /// How likely it is to be right: by the search within a known text, by its author's record for a new one.
    private static func correctness(of candidate: Candidate, in view: Knowledge, author: String) -> VoteOpinion {
        if let search = view.searches[candidate.text], search.observations.count >= 3,
            let expected = search.surrogate.predict(candidate.point)
        {
            return VoteOpinion(
                score: min(1, max(0, expected.feasibility)),
                reason: "by \(search.observations.count) measurements of this text")
        }
        let own = view.order.compactMap { view.records[$0] }.filter { $0.author == author }
        let right = own.count { $0.score != nil }
        // The rule of succession, one success ahead: who has shown nothing yet is given the benefit of the doubt.
        return VoteOpinion(
            score: Double(right + 2) / Double(own.count + 3),
            reason: "\(right) of \(own.count) earlier candidates of '\(author)' were correct")
    }
}

/// A judge that was asked.
enum LiveJudge {
    /// What the answer says; one that cannot be read is an abstention.
    static func vote(_ answer: LiveAnswer) -> VoteOpinion {
        switch answer {
        case .text(let text, let entry):
            switch ReplyParser.vote(text) {
            case .vote(let score, let suspicious, let reason):
                return VoteOpinion(score: score, isSuspicious: suspicious, reason: reason, causes: [entry])
            case .abstain(let reason): return VoteOpinion(score: nil, reason: reason, causes: [entry])
            }
        case .none(let why, let entry):
            return VoteOpinion(score: nil, reason: why, causes: [entry].compactMap(\.self))
        }
    }
}
