import StrictYAML
package import Candidates
import Diagnostics
package import GPUTiming
package import KernelCompiler
import SIMTMachine
import Synchronization

/// Compiles, checks and times candidates: one service that all agents share.
///
/// A result is a pure function of task, chip, seed and candidate: no clock, no order of arrival and no number of lanes has
/// a say in it. Nothing that a kernel does makes an evaluation throw.
package final class Evaluator: Sendable {
    /// The task.
    package let task: TaskDefinition
    /// The chip.
    package let hardware: Hardware
    /// Seed, lanes and budgets.
    package let settings: EvaluatorSettings

    private let compiler: KernelCompiler
    private let oracle: Oracle
    private let gate: LaneGate
    private let inputs: TimedInputs
    private let baselines = Mutex<[Baseline: EvaluationResult]>([:])

    /// An evaluator of a task whose oracle compiles and whose baselines are correct on the chip.
    ///
    /// - Throws: `TaskRefusal` with the reason when they are not.
    package convenience init(
        admitting task: TaskDefinition, on hardware: Hardware, compiler: KernelCompiler, settings: EvaluatorSettings
    ) async throws(TaskRefusal) {
        try await self.init(task: task, hardware: hardware, compiler: compiler, settings: settings)
        for baseline in Baseline.allCases {
            let result = await self.baseline(baseline)
            guard result.verdict.kind == .correct else {
                let text = baseline == .naive ? task.naive : task.competent
                throw TaskRefusal(
                    "the \(baseline.rawValue) baseline '\(text.file)' of task '\(task.name)' is not correct on "
                        + "\(hardware.name) (\(result.verdict.kind.rawValue)):\n\(result.verdict.message)")
            }
        }
    }

    /// An evaluator of a task whose oracle compiles; its baselines are not looked at.
    package init(
        task: TaskDefinition, hardware: Hardware, compiler: KernelCompiler, settings: EvaluatorSettings
    ) async throws(TaskRefusal) {
        self.task = task
        self.hardware = hardware
        self.compiler = compiler
        self.settings = settings
        oracle = try await Oracle(task: task, compiler: compiler)
        gate = LaneGate(lanes: settings.lanes)
        inputs = TimedInputs(task: task, seed: settings.seed)
    }

    /// What a candidate is worth.
    @concurrent
    package func evaluate(_ candidate: Candidate) async -> EvaluationResult {
        do throws(Rejection) {
            let prepared = try await prepare(candidate)
            await gate.enter()
            let result = Result { () throws(Rejection) in try measure(prepared) }
            await gate.leave()
            return try result.get()
        } catch {
            return EvaluationResult(verdict: error.verdict, times: [], score: nil, summaries: [], metrics: [:])
        }
    }

    /// What many candidates are worth, in their order.
    @concurrent
    package func evaluateAll(_ candidates: [Candidate]) async -> [EvaluationResult] {
        await withTaskGroup(of: (Int, EvaluationResult).self) { group in
            var results = [EvaluationResult?](repeating: nil, count: candidates.count)
            // One more than there are lanes, so that one compiles while the others are measured.
            var next = 0
            while next < min(candidates.count, settings.lanes + 1) {
                let index = next
                group.addTask { (index, await self.evaluate(candidates[index])) }
                next += 1
            }
            for await (index, result) in group {
                results[index] = result
                guard next < candidates.count else { continue }
                let index = next
                group.addTask { (index, await self.evaluate(candidates[index])) }
                next += 1
            }
            return results.compactMap { $0 }
        }
    }

    /// Whether a candidate is right at the sizes that no search sees.
    @concurrent
    package func verifyHoldout(_ candidate: Candidate) async -> Verdict {
        do throws(Rejection) {
            let prepared = try await prepare(candidate)
            await gate.enter()
            let result = Result { () throws(Rejection) in try check(prepared, task.holdoutSizes) }
            await gate.leave()
            try result.get()
            let names = task.holdoutSizes.map { "'\($0.name)'" }.joined(separator: ", ")
            return Verdict(kind: .correct, message: "every output matches the oracle at the hold-out sizes \(names)")
        } catch {
            return error.verdict
        }
    }

    /// The result of a baseline, evaluated once.
    package func baseline(_ baseline: Baseline) async -> EvaluationResult {
        if let known = baselines.withLock({ $0[baseline] }) { return known }
        let result = await evaluate(task.candidate(for: baseline == .naive ? task.naive : task.competent))
        baselines.withLock { $0[baseline] = result }
        return result
    }

    /// How many times faster `result` is than `other`; nil unless both are correct.
    ///
    /// The same candidate against itself gives exactly 1: both scores are the same number.
    package static func speedup(of result: EvaluationResult, over other: EvaluationResult) -> Double? {
        guard let score = result.score, let base = other.score, score > 0 else { return nil }
        return base / score
    }

    // MARK: Steps

    /// Reads the plan, compiles and lowers.
    private func prepare(_ candidate: Candidate) async throws(Rejection) -> PreparedCandidate {
        let file = task.kernelFileName
        let source = SourceText(file: file, text: candidate.text)
        let plan: LaunchPlan
        do throws(DiagnosticError) {
            plan = try LaunchPlan(parsing: candidate.text, file: file)
            _ = try DesignSpace(parsing: candidate.text, file: file, constants: task.constants)
        } catch {
            throw Rejection(.badPlan, error.diagnostics)
        }
        let kernel = KernelSource(
            text: candidate.text, fileName: file, dialect: task.dialect, definitions: candidate.definitions)
        switch await compiler.compile(kernel) {
        case .failure(let failure): throw Rejection(.compileError, failure.diagnostics)
        case .success(let compiled):
            let used = Set(plan.launches.map(\.kernel.value))
            return PreparedCandidate(
                candidate: candidate, plan: plan,
                program: try KernelProgram(compiled, using: used, source: source), source: source)
        }
    }

    /// Checks and times.
    private func measure(_ prepared: PreparedCandidate) throws(Rejection) -> EvaluationResult {
        let timed = task.timeSizes.filter { settings.timedSizes?.contains($0.name) ?? true }
        // A plan that has no value at a timed size is refused before anything runs.
        let plans = try resolve(prepared, timed)
        try check(prepared, task.checkSizes)
        let stage = TimeStage(
            task: task, hardware: hardware, oracle: oracle, seed: settings.seed, sampleBudget: settings.sampleBudget)
        var outcomes: [TimeStage.Outcome] = []
        for (size, plan) in plans { outcomes.append(try stage.run(prepared, plan, at: size, inputs: inputs.contents(at: size))) }
        let score = DeterministicMath.geometricMean(
            zip(outcomes, timed).map { (value: $0.time.nanoseconds, weight: $1.weight) })
        var heaviest = 0
        for index in timed.indices where timed[index].weight > timed[heaviest].weight { heaviest = index }
        return EvaluationResult(
            verdict: Verdict(
                kind: .correct,
                message: "every output matches the oracle at \(task.checkSizes.count) sizes, "
                    + "timed at \(timed.count) on \(hardware.label)"),
            times: outcomes.map(\.time), score: score, summaries: outcomes.map(\.summary),
            metrics: outcomes.indices.contains(heaviest) ? outcomes[heaviest].summary.metrics : [:])
    }

    /// Checks at the sizes given.
    private func check(_ prepared: PreparedCandidate, _ sizes: [TaskSize]) throws(Rejection) {
        let stage = CheckStage(task: task, hardware: hardware, oracle: oracle, seed: settings.seed)
        try stage.run(prepared, plans: try resolve(prepared, sizes))
    }

    /// The plan's values at the sizes given.
    private func resolve(
        _ prepared: PreparedCandidate, _ sizes: [TaskSize]
    ) throws(Rejection) -> [(size: TaskSize, plan: ResolvedPlan)] {
        var resolved: [(size: TaskSize, plan: ResolvedPlan)] = []
        for size in sizes {
            do throws(DiagnosticError) {
                let plan = try prepared.plan.resolve(
                    in: task.environment(at: size), point: prepared.candidate.point)
                resolved.append((size, plan))
            } catch {
                throw Rejection(.badPlan, error.diagnostics, size: size.name)
            }
        }
        return resolved
    }
}
