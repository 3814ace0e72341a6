package import Candidates

extension Evaluator {
    /// What profiling a candidate gives: a profile, or why it cannot be timed.
    package enum ProfileOutcome: Sendable {
        case profile(KernelProfile)
        case rejected(Verdict)
    }

    /// Times a candidate at one timed size and keeps every line and, if asked, one core's history of each launch.
    ///
    /// Only what timing itself looks at is checked; `evaluate` says whether the kernel is right.
    @concurrent
    package func profile(
        _ candidate: Candidate, at size: TaskSize, recordsTimeline: Bool = false
    ) async -> ProfileOutcome {
        do throws(Rejection) {
            let compiled = try await compile(candidate)
            let result = await pool.run {
                Result { () throws(Rejection) in
                    let prepared = try self.prepare(compiled)
                    var stage = self.timeStage
                    stage.lineLimit = .max
                    stage.recordsTimeline = recordsTimeline
                    guard let (size, plan) = try self.resolve(prepared, [size]).first else {
                        throw Rejection(.badPlan, "the plan has no value at size '\(size.name)'")
                    }
                    return try stage.run(prepared, plan, at: size, inputs: self.inputs.contents(at: size))
                }
            }
            let outcome = try result.get()
            return .profile(
                KernelProfile(
                    summary: outcome.summary, launches: outcome.launches, kernels: outcome.kernels,
                    isCompared: outcome.isCompared))
        } catch {
            return .rejected(error.verdict)
        }
    }
}
