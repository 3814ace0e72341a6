import AgentModels
import Candidates
import Evaluation
import OfflineSearch

/// What a critic says of a proposal.
struct CritiqueOpinion: Hashable, Sendable {
    /// Whether it should not be evaluated.
    var isVeto: Bool
    /// Why, in a sentence or two.
    var reason: String
    /// Worth from 0 to 1; nil where none was given.
    var score: Double?
    /// Decisions that it follows from, beside the proposal.
    var causes: [Int] = []
}

/// The embedded critic: what is known of the candidate's text, and what its search expects.
enum OfflineCritic {
    /// What the search over the candidate's text says of its point.
    static func opinion(on candidate: Candidate, in view: Knowledge) -> CritiqueOpinion {
        if let known = view.records[candidate.identity] {
            return CritiqueOpinion(
                isVeto: true, reason: "it has been evaluated already: \(known.result.verdict.kind.rawValue)", score: 0)
        }
        if let twin = view.programs[Novelty.key(candidate)] {
            return CritiqueOpinion(
                isVeto: true, reason: "it is the same program as '\(twin.prefix(12))', which was evaluated", score: 0)
        }
        guard let search = view.searches[candidate.text] else {
            return CritiqueOpinion(isVeto: false, reason: "a new text: nothing is known of it", score: 0.5)
        }
        let opinion = search.judge(candidate.point)
        return CritiqueOpinion(isVeto: opinion.isVetoed, reason: opinion.reason, score: opinion.score)
    }
}

/// A critic that was asked.
enum LiveCritic {
    /// What the answer says; one that cannot be read holds nothing up.
    static func opinion(_ answer: LiveAnswer) -> CritiqueOpinion {
        switch answer {
        case .text(let text, let entry):
            do throws(ReplyProblem) {
                let critique = try ReplyParser.critique(text)
                return CritiqueOpinion(
                    isVeto: critique.verdict == .reject, reason: critique.reason, score: nil, causes: [entry])
            } catch {
                return CritiqueOpinion(
                    isVeto: false, reason: "no opinion: \(error.message)", score: nil, causes: [entry])
            }
        case .none(let why, let entry):
            return CritiqueOpinion(
                isVeto: false, reason: "no opinion: \(why)", score: nil, causes: [entry].compactMap(\.self))
        }
    }
}
