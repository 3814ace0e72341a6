package import Candidates
package import Evaluation

/// What measures candidates for a run.
package protocol EvaluationService: Sendable {
    /// Everything there is to find out about `candidate`: a pure function of task, chip, seed and candidate.
    ///
    /// A candidate that is wrong is a result, not an error. Throws only when nothing could be found out, for instance
    /// because the calling task was cancelled; then nothing is journaled.
    func evaluate(_ candidate: Candidate) async throws -> EvaluationResult
}
