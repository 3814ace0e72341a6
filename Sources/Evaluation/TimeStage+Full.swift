import Candidates
import KernelCompiler
import SIMTMachine

/// Plans whose sampled threadgroups leave no complete results: several launches, or atomics, which do not bear it that
/// some threadgroups are executed twice.
extension TimeStage {
    /// Warp instructions that all launches of a plan together may take to be executed once more in full in every
    /// evaluation.
    static let fullWork = 8_000_000.0

    /// Warp instructions that they may take when a result is verified, once at the end.
    private static let verifiedWork = 150_000_000

    /// Executes a plan in full at a timed size and compares what it writes, where an evaluation may not have done so.
    ///
    /// - Returns: True where outputs were compared, false where that is too much work, nil where evaluations do it anyway.
    func verify(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, at size: TaskSize, inputs: [SharedBytes?]
    ) throws(Rejection) -> Bool? {
        let launches = try prepared.launches(plan, at: size, task: task, hardware: hardware)
        guard launches.count > 1 || launches.contains(where: { $0.kernel.time.usesAtomics }) else { return nil }
        return try runInFull(prepared, plan, launches, at: size, inputs, limit: Self.verifiedWork)
    }

    /// Executes every launch in full and compares what it writes.
    ///
    /// - Parameter limit: Warp instructions of all launches together.
    /// - Returns: False where they take more, and nothing has been compared.
    func runInFull(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, _ launches: [BoundLaunch], at size: TaskSize,
        _ inputs: [SharedBytes?], limit: Int
    ) throws(Rejection) -> Bool {
        let workspace: Workspace
        do {
            workspace = try Workspace(task: task, size: size, inputs: inputs, plan: plan, temporaries: .notANumber)
        } catch {
            throw Rejection(.launchLimit, "\(error)", size: size.name)
        }
        var budget = limit
        for launch in launches {
            let execution = Execution(
                launch.launch(.time, buffers: workspace.buffers), memory: workspace.memory,
                options: MachineOptions(
                    instructionBudget: budget, barriersNeedAllThreads: task.dialect == .metal, threads: threads))
            do throws(MachineFault) {
                try execution.runAll()
            } catch {
                if case .overBudget = error.kind { return false }
                let text = FaultMessage(
                    fault: error, launch: launch, source: prepared.source, elements: workspace.elements,
                    budget: limit)
                throw Rejection(text.kind, text.message + size.messageSuffix, line: text.line, size: size.name)
            }
            budget -= Int(clamping: execution.instructionCount)
        }
        try spotCheck(workspace, size, inputs, launches.map { _ in 1 })
        return true
    }
}
