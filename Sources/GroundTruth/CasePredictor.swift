import Diagnostics
import Evaluation
import Foundation
package import GPUTiming
package import KernelCompiler
import SIMTMachine

/// Predicts the time of a set's cases the way an evaluation times a candidate: sampled threadgroups, executed and traced.
package struct CasePredictor: Sendable {
    /// The set.
    package let set: TruthSet
    /// The chip.
    package var hardware: Hardware
    /// Compiles the kernels.
    package let compiler: KernelCompiler
    /// The time that is predicted.
    package let clock: Clock
    /// Warp instructions that a case's sample may take.
    package var sampleBudget: UInt64 = 8_000_000
    /// The passes of the model of the vendor's compiler.
    package var passes = BackEnd.Passes.all
    /// The other parts of the model.
    package var parts = ModelParts.all
    /// Chooses among threadgroups that stand for the same stratum.
    package var seed: UInt64 = 1

    /// Threadgroups counted to learn how work is spread over a grid.
    private static let pilots = 512
    /// Warp instructions that a case may execute in all.
    private static let instructionBudget = 4_000_000_000

    /// A predictor of the cases of `set`.
    package init(set: TruthSet, hardware: Hardware, compiler: KernelCompiler, clock: Clock) {
        self.set = set
        self.hardware = hardware
        self.compiler = compiler
        self.clock = clock
    }

    /// Compiles a case's kernel.
    package func compile(_ truthCase: TruthCase) async throws(GroundTruthError) -> CompiledKernel {
        let url = set.kernels.appendingPathComponent(truthCase.file)
        guard let data = FileManager.default.contents(atPath: url.path),
            let text = String(validating: data, as: UTF8.self)
        else { throw GroundTruthError("case '\(truthCase.name)': '\(truthCase.file)' cannot be read") }
        let source = KernelSource(
            text: text, fileName: truthCase.file, dialect: .cuda,
            definitions: truthCase.definitions.map { ($0.name, $0.value) })
        switch await compiler.compile(source) {
        case .success(let compiled): return compiled
        case .failure(let failure):
            let first = failure.diagnostics.first?.message ?? "unknown"
            throw GroundTruthError("case '\(truthCase.name)': '\(truthCase.file)' does not compile: \(first)")
        }
    }

    /// Predicts one case.
    package func predict(_ truthCase: TruthCase) async throws(GroundTruthError) -> CasePrediction {
        let prepared = try PreparedCase(truthCase, try await compile(truthCase))
        guard let launch = prepared.launches[.time] else { throw GroundTruthError("no launch to time") }
        let buffers = prepared.buffers.map { buffer in
            let sectors = prepared.memory.sectors(of: buffer.id)
            return LaunchBuffer(firstSector: sectors.lowerBound, sectorCount: UInt32(sectors.count))
        }
        let shape = LaunchShape(
            threadgroups: launch.threadgroups.count, threadsPerThreadgroup: launch.threadsPerThreadgroup.count,
            dynamicThreadgroupBytes: launch.dynamicThreadgroupBytes, buffers: buffers)
        let execution = Execution(
            launch, memory: prepared.memory, options: MachineOptions(instructionBudget: Self.instructionBudget))
        let time: LaunchTime
        var cost = TimingCost()
        do {
            var model = try GridModel(
                hardware: hardware, program: launch.kernel.timed, shape: shape,
                cache: clock == .warm ? .warm(buffers, on: hardware) : .cold, passes: passes,
                parts: parts)
            let clock = ContinuousClock()
            let start = clock.now
            let map = try WorkMap(extent: truthCase.grid, pilots: Self.pilots, budget: sampleBudget / 4) {
                index throws(MachineFault) in
                let before = execution.instructionCount
                try execution.run(threadgroup: index, tracing: false)
                return execution.instructionCount - before
            }
            cost.plainInstructions = Double(execution.instructionCount)
            let counted = clock.now
            cost.plainSeconds = Self.seconds(counted - start)
            let plan = model.samplePlan(seed: seed, budget: sampleBudget) { map.work(of: $0) }
            model.begin(plan)
            for run in plan.runs {
                var traces: [ThreadgroupTrace] = []
                for threadgroup in run {
                    if let trace = try execution.run(threadgroup: threadgroup, tracing: true) { traces.append(trace) }
                }
                try model.add(run: traces)
            }
            time = model.launchTime()
            cost.timedInstructions = Double(execution.instructionCount) - cost.plainInstructions
            cost.timedSeconds = Self.seconds(clock.now - counted)
        } catch {
            throw GroundTruthError("case '\(truthCase.name)': \(error)")
        }
        var counters: [String: Double] = [:]
        for metric in TraceSummary([time], on: hardware, size: truthCase.name).counters {
            if let name = metric.name, let value = metric.value { counters[name] = value }
        }
        // The set's floor is what the events and an empty launch cost together.
        let floor = set.eventFloor[clock] ?? 0
        return CasePrediction(
            name: truthCase.name, microseconds: floor + (time.nanoseconds - time.launchNanoseconds) / 1000, time: time,
            counters: counters, cost: cost)
    }

    /// A duration in seconds.
    private static func seconds(_ duration: Duration) -> Double {
        let (whole, attoseconds) = duration.components
        return Double(whole) + Double(attoseconds) * 1e-18
    }

    /// Predicts `cases`, `workers` at a time; the order and the figures do not depend on how many.
    ///
    /// - Parameter report: Called after each case, in the order in which they end.
    package func predict(
        _ cases: [TruthCase], workers: Int, report: @Sendable (String, GroundTruthError?) -> Void
    ) async -> [CasePrediction] {
        var predictions: [String: CasePrediction] = [:]
        await withTaskGroup(of: (String, Result<CasePrediction, GroundTruthError>).self) { group in
            var waiting = cases.makeIterator()
            func start() {
                guard let next = waiting.next() else { return }
                group.addTask { await (next.name, self.outcome(next)) }
            }
            for _ in 0..<max(1, workers) { start() }
            for await (name, result) in group {
                switch result {
                case .success(let prediction):
                    predictions[name] = prediction
                    report(name, nil)
                case .failure(let error): report(name, error)
                }
                start()
            }
        }
        return cases.compactMap { predictions[$0.name] }
    }

    /// One case's prediction or why there is none, away from the caller's thread.
    @concurrent
    private func outcome(_ truthCase: TruthCase) async -> Result<CasePrediction, GroundTruthError> {
        do throws(GroundTruthError) {
            return .success(try await predict(truthCase))
        } catch {
            return .failure(error)
        }
    }
}
