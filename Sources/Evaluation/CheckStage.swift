import Candidates
import Diagnostics
import GPUTiming
import KernelCompiler
import SIMTMachine

/// Runs a candidate in full at small sizes, in both builds, and compares every output element with the oracle.
struct CheckStage {
    /// The task.
    let task: TaskDefinition
    /// The chip, for its limits.
    let hardware: Hardware
    /// What is right.
    let oracle: Oracle
    /// The run's seed.
    let seed: UInt64
    /// Threads that one launch may use.
    let threads: Int

    /// What the checks found out beside mistakes.
    struct Notes {
        /// Two stores of one value to one place without order, by their lines.
        var warnings: Set<MemoryWatch.Warning> = []
        /// Pairs of lines from which warps of one threadgroup met at a barrier.
        var splitBarriers: Set<[Int]> = []
        /// What else is told beside the verdict.
        var notices: Set<MachineNotice> = []
        /// Operations of low precision that feed each output, at the last size.
        var lowPrecision: [String: UInt64] = [:]
    }

    /// Throws what is wrong at one of the sizes, the first that shows something.
    func run(
        _ prepared: PreparedCandidate, plans: [(size: TaskSize, plan: ResolvedPlan)]
    ) throws(Rejection) -> Notes {
        var notes = Notes()
        for (size, plan) in plans {
            let launches = try prepared.launches(plan, at: size, task: task, hardware: hardware)
            try run(prepared, plan, launches, at: size, &notes)
        }
        return notes
    }

    /// Throws what the optimised build does wrong at one size with inputs that differ from what the task declares.
    func runVaried(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, at size: TaskSize, _ variation: InputVariation
    ) throws(Rejection) {
        let launches = try prepared.launches(plan, at: size, task: task, hardware: hardware)
        let inputs = inputs(for: prepared, at: size, variation)
        let references = try references(inputs, at: size)
        var notes = Notes()
        guard let failure = try outcome(prepared, plan, launches, .time, inputs, references, size, &notes) else {
            return
        }
        let place = variation.description(task).map { "\n  \($0)" } ?? ""
        throw Rejection(
            failure.kind, failure.message + size.messageSuffix + place, line: failure.line, size: size.name)
    }

    /// The inputs of a check.
    private func inputs(
        for prepared: PreparedCandidate, at size: TaskSize, _ variation: InputVariation
    ) -> [SharedBytes?] {
        InputGenerator(
            seed: seed, task: task.name, checkedSize: size.name, candidate: prepared.candidate.identity,
            variation: variation
        ).contents(of: task, at: size)
    }

    /// What is right.
    private func references(
        _ inputs: [SharedBytes?], at size: TaskSize
    ) throws(Rejection) -> [Int: [[Double]]] {
        var references: [Int: [[Double]]] = [:]
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let rows = Array(0..<(size.counts[index] / size.rowLengths[index]))
            do {
                references[index] = try oracle.rows(rows, of: index, at: size, inputs: inputs)
            } catch {
                throw Rejection(.unsupported, "the task cannot be checked: \(error)", size: size.name)
            }
        }
        return references
    }

    /// One size.
    private func run(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, _ launches: [BoundLaunch], at size: TaskSize,
        _ notes: inout Notes
    ) throws(Rejection) {
        let inputs = inputs(for: prepared, at: size, .plain)
        let references = try references(inputs, at: size)
        let checked = try outcome(prepared, plan, launches, .check, inputs, references, size, &notes)
        let timed = try outcome(prepared, plan, launches, .time, inputs, references, size, &notes)
        switch (checked, timed) {
        case (nil, nil): return
        case (let fault?, _) where fault.isFault: throw rejection(fault, size)
        case (let checked?, .some): throw rejection(checked, size)
        // Structures are copied word by word when barely optimised, and whole when optimised.
        case (nil, let timed?) where timed.kind == .misaligned: throw rejection(timed, size)
        case (nil, let timed?):
            throw Rejection(
                .undefinedBehaviour,
                "relies on undefined behaviour: it is right when barely optimised and fails when optimised: "
                    + timed.message + size.messageSuffix, line: timed.line, size: size.name)
        case (let checked?, nil):
            throw Rejection(
                .undefinedBehaviour,
                "relies on undefined behaviour: it is right when optimised and fails when barely optimised: "
                    + checked.message + size.messageSuffix, line: checked.line, size: size.name)
        }
    }

    /// Notes for a run of the barely optimised build.
    private func watch(_ workspace: Workspace, _ size: TaskSize) throws(Rejection) -> MemoryWatch {
        let outputs = task.buffers.filter { $0.role == .output }.compactMap { workspace.buffers[$0.name] }
        do {
            return try MemoryWatch(workspace.memory, outputs: Set(outputs))
        } catch {
            throw Rejection(.launchLimit, "\(error)", size: size.name)
        }
    }

    /// What one build did wrong.
    private struct Failure {
        let kind: VerdictKind
        let message: String
        let line: Int?
        let isFault: Bool
    }

    private func rejection(_ failure: Failure, _ size: TaskSize) -> Rejection {
        Rejection(failure.kind, failure.message + size.messageSuffix, line: failure.line, size: size.name)
    }

    /// Runs one build; nil when everything is right.
    private func outcome(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, _ launches: [BoundLaunch], _ build: KernelProgram.Build,
        _ inputs: [SharedBytes?], _ references: [Int: [[Double]]], _ size: TaskSize, _ notes: inout Notes
    ) throws(Rejection) -> Failure? {
        let workspace: Workspace
        do {
            workspace = try Workspace(task: task, size: size, inputs: inputs, plan: plan, temporaries: .notANumber)
        } catch {
            throw Rejection(.launchLimit, "\(error)", size: size.name)
        }
        var ledger = PrecisionLedger()
        let watch = build == .check ? try self.watch(workspace, size) : nil
        var budget = task.limits.checkInstructions
        for launch in launches {
            let execution = Execution(
                launch.launch(build, buffers: workspace.buffers), memory: workspace.memory,
                options: MachineOptions(
                    instructionBudget: budget, barriersNeedAllThreads: task.dialect == .metal, threads: threads),
                watch: watch)
            do throws(MachineFault) {
                try execution.runAll()
            } catch {
                let text = FaultMessage(
                    fault: error, launch: launch, source: prepared.source, elements: workspace.elements,
                    budget: task.limits.checkInstructions)
                return Failure(kind: text.kind, message: text.message, line: text.line, isFault: true)
            }
            budget -= Int(clamping: execution.instructionCount)
            if build == .check { ledger.add(launch, execution) }
        }
        guard workspace.memory.guardsAreIntact else {
            throw Rejection(
                .unsupported, "the machine wrote outside a buffer; please report this kernel", size: size.name)
        }
        if let fault = watch?.undefinedOutput(), let launch = launches.last {
            let text = FaultMessage(
                fault: fault, launch: launch, source: prepared.source, elements: workspace.elements,
                budget: task.limits.checkInstructions)
            return Failure(kind: text.kind, message: text.message, line: text.line, isFault: true)
        }
        if let watch {
            notes.warnings.formUnion(watch.warnings)
            notes.splitBarriers.formUnion(watch.splitBarriers)
            notes.notices.formUnion(watch.notices)
            if let failure = lowPrecision(ledger, prepared, &notes) { return failure }
        }
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let check = OutputCheck(
                buffer: buffer, rowLength: size.rowLengths[index], count: size.counts[index], tolerance: task.tolerance)
            let reference = references[index] ?? []
            let finding = workspace.withBytes(of: buffer.name) {
                check.finding($0, rows: Array(reference.indices), reference: reference)
            }
            if case let finding?? = finding {
                return Failure(kind: finding.kind, message: finding.message, line: nil, isFault: false)
            }
        }
        return nil
    }

    /// Counts what of low precision feeds the outputs, and refuses it where the task does.
    private func lowPrecision(
        _ ledger: PrecisionLedger, _ prepared: PreparedCandidate, _ notes: inout Notes
    ) -> Failure? {
        notes.lowPrecision = [:]
        for buffer in task.buffers where buffer.role == .output {
            guard let entry = ledger.entries[buffer.name] else { continue }
            notes.lowPrecision[buffer.name] = entry.count
            guard task.precision == .f32 else { continue }
            let sentence =
                "\(entry.count) operations of kernel '\(entry.kernel)' below single precision feed output "
                + "'\(buffer.name)'; the task asks for single precision"
            guard entry.line > 0, prepared.source.line(entry.line) != nil else {
                return Failure(kind: .lowPrecision, message: sentence, line: nil, isFault: true)
            }
            let place = prepared.source.location(
                line: entry.line, column: FaultMessage.indentation(prepared.source, entry.line))
            return Failure(
                kind: .lowPrecision, message: prepared.source.diagnostic(at: place, sentence).rendered,
                line: entry.line, isFault: true)
        }
        return nil
    }
}
