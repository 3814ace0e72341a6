import Candidates
import Evaluation
import Swarm

/// The evaluator as a run uses it; baselines that were measured on admission are not measured twice.
struct MeasuringService: EvaluationService {
    let evaluator: Evaluator
    let task: TaskDefinition

    func evaluate(_ candidate: Candidate) async throws -> EvaluationResult {
        try Task.checkCancellation()
        for baseline in Baseline.allCases {
            let text = baseline == .naive ? task.naive : task.competent
            if task.candidate(for: text).identity == candidate.identity { return await evaluator.baseline(baseline) }
        }
        return await evaluator.evaluate(candidate)
    }
}
