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
    let pool: LanePool
    private let steadiness: InputSteadiness
    let inputs: TimedInputs
    private let baselines = Mutex<[Baseline: EvaluationResult]>([:])

    /// An evaluator of a task whose oracle compiles and whose baselines are correct on the chip.
    ///
    /// - Throws: `TaskRefusal` with the reason when they are not.
    package convenience init(
        admitting task: TaskDefinition, on hardware: Hardware, compiler: KernelCompiler, settings: EvaluatorSettings
    ) async throws(TaskRefusal) {
        try await self.init(task: task, hardware: hardware, compiler: compiler, settings: settings)
        let panel = NullPanel(task: self.task, oracle: oracle, seed: settings.seed)
        let refusal = await pool.run { () -> TaskRefusal? in
            do throws(TaskRefusal) {
                try panel.run()
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
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
        var task = task
        if let budget = settings.instructionBudget { task.limits.setInstructions(budget / 32) }
        self.task = task
        self.hardware = hardware
        self.compiler = compiler
        self.settings = settings
        oracle = try await Oracle(task: task, compiler: compiler, threads: settings.threads)
        pool = LanePool(lanes: settings.lanes)
        steadiness = InputSteadiness(task: task, oracle: oracle, seed: settings.seed)
        inputs = TimedInputs(task: task, seed: settings.seed)
    }

    /// What a candidate is worth.
    @concurrent
    package func evaluate(_ candidate: Candidate) async -> EvaluationResult {
        do throws(Rejection) {
            let compiled = try await compile(candidate)
            let result = await pool.run {
                Result { () throws(Rejection) in try self.measure(self.prepare(compiled)) }
            }
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

    /// Whether a candidate is right at the sizes that no search sees, and at the timed sizes where evaluations could not
    /// afford to compare its outputs.
    @concurrent
    package func verifyHoldout(_ candidate: Candidate) async -> Verdict {
        do throws(Rejection) {
            let compiled = try await compile(candidate)
            let result = await pool.run {
                Result { () throws(Rejection) in
                    let prepared = try self.prepare(compiled)
                    _ = try self.check(prepared, self.task.holdoutSizes)
                    return try self.verifyTimed(prepared)
                }
            }
            let unseen = try result.get()
            let names = task.holdoutSizes.map { "'\($0.name)'" }.joined(separator: ", ")
            var text = "every output matches the oracle at the hold-out sizes \(names)"
            if !unseen.isEmpty {
                text +=
                    "\nnote: outputs were never compared at \(unseen.map { "'\($0)'" }.joined(separator: ", ")): the "
                text += "plan takes too much work there to be executed in full"
            }
            return Verdict(kind: .correct, message: text)
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

    /// Longest kernel text that is looked at.
    private static let maximumTextBytes = 1 << 20

    /// A candidate that compiles.
    struct Compilation: Sendable {
        let candidate: Candidate
        let plan: LaunchPlan
        let kernel: CompiledKernel
        let source: SourceText
    }

    /// Lowers what has been compiled.
    func prepare(_ compiled: Compilation) throws(Rejection) -> PreparedCandidate {
        let used = Set(compiled.plan.launches.map(\.kernel.value))
        return PreparedCandidate(
            candidate: compiled.candidate, plan: compiled.plan,
            program: try KernelProgram(compiled.kernel, using: used, source: compiled.source),
            source: compiled.source)
    }

    /// Reads the plan and compiles.
    func compile(_ candidate: Candidate) async throws(Rejection) -> Compilation {
        let file = task.kernelFileName
        guard candidate.text.utf8.count <= Self.maximumTextBytes else {
            throw Rejection(
                .compileError,
                "the kernel's text has \(candidate.text.utf8.count) bytes; at most \(Self.maximumTextBytes) are read")
        }
        let source = SourceText(file: file, text: candidate.text)
        let plan: LaunchPlan
        do throws(DiagnosticError) {
            plan = try LaunchPlan(parsing: candidate.text, file: file)
            _ = try DesignSpace(parsing: candidate.text, file: file, constants: task.constants)
        } catch {
            throw Rejection(.badPlan, error.diagnostics)
        }
        var kernel = KernelSource(
            text: candidate.text, fileName: file, dialect: task.dialect, definitions: candidate.definitions)
        kernel.textureFormats = plan.textureFormats.mapValues { $0.mapValues(\.code) }
        switch await compiler.compile(kernel) {
        case .failure(let failure): throw Rejection(.compileError, failure.diagnostics)
        case .success(let compiled):
            return Compilation(candidate: candidate, plan: plan, kernel: compiled, source: source)
        }
    }

    /// Checks and times.
    private func measure(_ prepared: PreparedCandidate) throws(Rejection) -> EvaluationResult {
        let timed = task.timeSizes.filter { settings.timedSizes?.contains($0.name) ?? true }
        // A plan that has no value at a timed size is refused before anything runs.
        let plans = try resolve(prepared, timed)
        let notes = try check(prepared, task.checkSizes)
        try checkFurther(prepared)
        var outcomes: [TimeStage.Outcome] = []
        for (size, plan) in plans {
            outcomes.append(try timeStage.run(prepared, plan, at: size, inputs: inputs.contents(at: size)))
        }
        let score = DeterministicMath.geometricMean(
            zip(outcomes, timed).map { (value: $0.time.nanoseconds, weight: $1.weight) })
        var heaviest = 0
        for index in timed.indices where timed[index].weight > timed[heaviest].weight { heaviest = index }
        return EvaluationResult(
            verdict: Verdict(kind: .correct, message: message(notes, outcomes)),
            times: outcomes.map(\.time), score: score, summaries: outcomes.map(\.summary),
            metrics: outcomes.indices.contains(heaviest) ? outcomes[heaviest].summary.metrics : [:])
    }

    /// Executes plans in full at the timed sizes where evaluations may not have; the names of those where even that is too
    /// much.
    private func verifyTimed(_ prepared: PreparedCandidate) throws(Rejection) -> [String] {
        let timed = task.timeSizes.filter { settings.timedSizes?.contains($0.name) ?? true }
        var unseen: [String] = []
        for (size, plan) in try resolve(prepared, timed) {
            let isCompared = try timeStage.verify(prepared, plan, at: size, inputs: inputs.contents(at: size))
            if isCompared == false { unseen.append(size.name) }
        }
        return unseen
    }

    var timeStage: TimeStage {
        TimeStage(
            task: task, hardware: hardware, oracle: oracle, seed: settings.seed, sampleBudget: settings.sampleBudget,
            threads: settings.threads)
    }

    /// What a correct candidate is told.
    private func message(_ notes: CheckStage.Notes, _ outcomes: [TimeStage.Outcome]) -> String {
        var text =
            "every output matches the oracle at \(task.checkSizes.count) sizes, timed at \(outcomes.count) on "
            + hardware.label
        let unseen = outcomes.filter { !$0.isCompared }.map { "'\($0.time.size)'" }
        if !unseen.isEmpty {
            text +=
                "\nnote: outputs were not compared at \(unseen.joined(separator: ", ")): the plan's launches take too "
            text += "much work there to be executed in full"
        }
        for warning in notes.warnings.sorted(by: { $0.lines.lexicographicallyPrecedes($1.lines) }) {
            text +=
                "\nwarning: lines \(warning.lines.map(String.init).joined(separator: " and ")) store the same value to "
            text += "the same place from several threads without a barrier in between"
        }
        for lines in notes.splitBarriers.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            text +=
                "\nwarning: warps of one threadgroup meet at barriers on lines "
            text += lines.map(String.init).joined(separator: " and ")
            text += ", which hardware bears and the language does not promise"
        }
        for notice in notes.notices.sorted(by: { $0.order.lexicographicallyPrecedes($1.order) }) {
            text += "\nwarning: \(NoticeText.sentence(notice))"
        }
        for (name, count) in notes.lowPrecision.sorted(by: { $0.key < $1.key }) {
            text += "\nnote: \(count) operations below single precision feed output '\(name)'"
        }
        return text
    }

    private var checkStage: CheckStage {
        CheckStage(
            task: task, hardware: hardware, oracle: oracle, seed: settings.seed, threads: settings.threads)
    }

    /// Checks at the sizes given.
    private func check(
        _ prepared: PreparedCandidate, _ sizes: [TaskSize]
    ) throws(Rejection) -> CheckStage.Notes {
        try checkStage.run(prepared, plans: try resolve(prepared, sizes))
    }

    /// Checks the optimised build with inputs of other scales, and at a size that is never shown.
    private func checkFurther(_ prepared: PreparedCandidate) throws(Rejection) {
        if let smallest = task.checkSizes.smallest {
            for (size, plan) in try resolve(prepared, [smallest]) {
                for variation in steadiness.variations(at: size) {
                    try checkStage.runVaried(prepared, plan, at: size, variation)
                }
            }
        }
        guard let hidden = task.holdoutSizes.smallest else { return }
        do throws(Rejection) {
            for (size, plan) in try resolve(prepared, [hidden]) {
                try checkStage.runVaried(prepared, plan, at: size, .plain)
            }
        } catch {
            // The size stays hidden, and so does everything that would give it away.
            throw Rejection(
                error.verdict.kind,
                "right at every size that is known and not at one that is never shown (\(error.verdict.kind.rawValue)): "
                    + "the kernel must be right at any size")
        }
    }

    /// The plan's values at the sizes given.
    func resolve(
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
