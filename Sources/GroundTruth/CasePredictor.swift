package import GPUTiming
package import KernelCompiler

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
    /// Kernels compiled before, for predictions of the same cases with other figures; nil compiles anew.
    package var compiled: CompiledCases?

    /// A predictor of the cases of `set`.
    package init(set: TruthSet, hardware: Hardware, compiler: KernelCompiler, clock: Clock) {
        self.set = set
        self.hardware = hardware
        self.compiler = compiler
        self.clock = clock
    }

    /// Compiles a case's kernel.
    package func compile(_ truthCase: TruthCase) async throws(GroundTruthError) -> CompiledKernel {
        if let compiled { return try await compiled.kernel(of: truthCase, in: set, with: compiler, parts: parts) }
        return try await set.compile(truthCase, with: compiler, parts: parts)
    }

    /// Predicts one case.
    package func predict(_ truthCase: TruthCase) async throws(GroundTruthError) -> CasePrediction {
        let prepared = try PreparedCase(truthCase, try await compile(truthCase), builds: [.time])
        var cost = TimingCost()
        let parts = try self.parts(prepared, &cost)
        var counters: [String: Double] = [:]
        // Counters are those of the case's launches one after the other, each as often as it was timed.
        for metric in TraceSummary(parts.map(\.time), on: hardware, size: truthCase.name).counters {
            if let name = metric.name, let value = metric.value { counters[name] = value }
        }
        // A floor is what the events and an empty launch cost together, and then stands for the launch's own cost.
        let floor = set.eventFloor[clock]
        let nanoseconds = parts.reduce(0.0) { sum, part in
            sum + part.nanoseconds - (floor == nil ? 0 : part.time.launchNanoseconds * Double(part.executions))
        }
        return CasePrediction(
            name: truthCase.name, microseconds: (floor ?? 0) + nanoseconds / 1000, parts: parts, counters: counters,
            cost: cost)
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
