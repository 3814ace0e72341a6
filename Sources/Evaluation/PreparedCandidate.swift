import Candidates
import Diagnostics
import GPUTiming

/// A candidate that compiles, with its launch plan.
struct PreparedCandidate: Sendable {
    /// The candidate.
    let candidate: Candidate
    /// Its plan as written.
    let plan: LaunchPlan
    /// Its kernels.
    let program: KernelProgram
    /// Its text.
    let source: SourceText

    /// The launches at a size, bound and within the limits.
    func launches(
        _ resolved: ResolvedPlan, at size: TaskSize, task: TaskDefinition, hardware: Hardware
    ) throws(Rejection) -> [BoundLaunch] {
        var binder = PlanBinder(
            program: program, plan: plan, source: source, task: task, size: size, point: candidate.point,
            temporaries: resolved.temporaries)
        let launches = try binder.bind(resolved.launches)
        let limits = LimitCheck(hardware: hardware, source: source)
        for launch in launches { try limits.check(launch, at: size) }
        return launches
    }
}
