import Candidates
import Evaluation

/// Gives back what was measured in a recorded run.
struct RecordedEvaluations: EvaluationService {
    /// The results by candidate identity.
    let results: [String: EvaluationResult]

    /// The recorded result; throws for a candidate that the record does not hold.
    func evaluate(_ candidate: Candidate) async throws -> EvaluationResult {
        guard let result = results[candidate.identity] else {
            throw SwarmError(.journal, "the record holds no evaluation of candidate '\(candidate.identity)'")
        }
        return result
    }
}
