import Candidates
import Diagnostics
import GPUTiming
import KernelCompiler
import SIMTMachine

/// Times a correct candidate at one size: executes sampled threadgroups of every launch in order and models the rest.
struct TimeStage {
    /// What was found at one size.
    struct Outcome: Sendable {
        let time: SizeTime
        let summary: TraceSummary
        /// Whether complete rows of the outputs were compared with the oracle.
        let isCompared: Bool
        /// The launches, and the kernel of each.
        let launches: [LaunchTime]
        let kernels: [String]
    }

    /// The task.
    let task: TaskDefinition
    /// The chip.
    let hardware: Hardware
    /// What is right.
    let oracle: Oracle
    /// The run's seed.
    let seed: UInt64
    /// Warp instructions that one launch's sample may take.
    let sampleBudget: UInt64
    /// Threads that one launch may use.
    let threads: Int
    /// Hottest lines that a summary names.
    var lineLimit = 10
    /// Whether one core of each launch takes notes of what happens when.
    var recordsTimeline = false

    /// Threadgroups that are counted to learn how work is spread over a grid.
    private static let pilots = 512

    /// The time at one size.
    func run(
        _ prepared: PreparedCandidate, _ plan: ResolvedPlan, at size: TaskSize, inputs: [SharedBytes?]
    ) throws(Rejection) -> Outcome {
        let launches = try prepared.launches(plan, at: size, task: task, hardware: hardware)
        let workspace: Workspace
        do {
            workspace = try Workspace(task: task, size: size, inputs: inputs, plan: plan, temporaries: .zero)
        } catch {
            throw Rejection(.launchLimit, "\(error)", size: size.name)
        }
        var cache = CacheState.cold
        if task.cache == .warm {
            var all: [LaunchBuffer] = []
            for launch in launches {
                for buffer in buffers(of: launch, workspace) where !all.contains(buffer) { all.append(buffer) }
            }
            cache = .warm(all, on: hardware)
        }
        var times: [LaunchTime] = []
        var budget = task.limits.timeInstructions
        var coverage: [Double] = []
        var work = 0.0
        for (index, launch) in launches.enumerated() {
            let shape = LaunchShape(
                threadgroups: launch.threadgroups.count,
                threadsPerThreadgroup: launch.plan.threadgroupSize.product ?? 1,
                dynamicThreadgroupBytes: launch.dynamicBytes, buffers: buffers(of: launch, workspace),
                declaredThreads: launch.kernel.entry.maxThreads)
            let sample = try time(
                launch, shape, cache: cache, number: index, prepared, workspace, size, budget: &budget)
            times.append(sample.time)
            coverage.append(sample.executedShare)
            work += sample.work
            cache.touch(shape.buffers, on: hardware)
        }
        // Some threadgroups are executed twice, once to count and once to trace, which atomics do not bear.
        let isRepeatable = !launches.contains { $0.kernel.time.usesAtomics }
        if isRepeatable { try spotCheck(workspace, size, inputs, coverage) }
        var isCompared = isRepeatable && (launches.count == 1 || coverage.allSatisfy { $0 >= 1 })
        if !isCompared, work <= Self.fullWork {
            isCompared = try runInFull(
                prepared, plan, launches, at: size, inputs, limit: task.limits.timeInstructions)
        }
        let summary = TraceSummary(times, on: hardware, size: size.name, lineLimit: lineLimit)
        let floor = PhysicalFloor(task, at: size, on: hardware)
        guard summary.nanoseconds >= floor.nanoseconds else {
            throw Rejection(
                .belowFloor,
                "the modelled time of \(OutputCheck.short(summary.nanoseconds)) ns is below the "
                    + "\(OutputCheck.short(floor.nanoseconds)) ns that \(hardware.name) physically needs for "
                    + "\(floor.reason): a mistake of the model, of the task's floor, or a kernel that does not do the "
                    + "work" + size.messageSuffix, size: size.name)
        }
        return Outcome(
            time: SizeTime(
                size: size.name, nanoseconds: summary.nanoseconds, samplingError: summary.samplingError),
            summary: summary, isCompared: isCompared, launches: times,
            kernels: launches.map(\.kernel.entry.name))
    }

    /// The device memory bound to a launch, for the caches.
    private func buffers(of launch: BoundLaunch, _ workspace: Workspace) -> [LaunchBuffer] {
        launch.bufferNames.compactMap { name in
            guard let id = workspace.buffers[name] else { return nil }
            let sectors = workspace.memory.sectors(of: id)
            return LaunchBuffer(firstSector: sectors.lowerBound, sectorCount: UInt32(sectors.count))
        }
    }

    /// One launch.
    private func time(
        _ launch: BoundLaunch, _ shape: LaunchShape, cache: CacheState, number: Int, _ prepared: PreparedCandidate,
        _ workspace: Workspace, _ size: TaskSize, budget: inout Int
    ) throws(Rejection) -> (time: LaunchTime, executedShare: Double, work: Double) {
        let execution = Execution(
            launch.launch(.time, buffers: workspace.buffers), memory: workspace.memory,
            options: MachineOptions(
                instructionBudget: budget, barriersNeedAllThreads: task.dialect == .metal, threads: threads))
        do {
            var model = try GridModel(
                hardware: hardware, program: launch.kernel.time.timed, shape: shape, cache: cache)
            model.recordsTimeline = recordsTimeline
            let grid = launch.threadgroups
            let map = try WorkMap(
                extent: [grid.x, grid.y, grid.z], pilots: Self.pilots, budget: sampleBudget / 4
            ) { index throws(MachineFault) in
                let before = execution.instructionCount
                try execution.run(threadgroup: index, tracing: false)
                return execution.instructionCount - before
            }
            let choice = InputSeed(["sample", String(seed), task.name, size.name, String(number)]).bits
            let plan = model.samplePlan(seed: choice, budget: sampleBudget) { map.work(of: $0) }
            for unit in plan.units {
                let work = unit.threadgroups.reduce(0.0) { $0 + Double(map.work(of: $1)) }
                guard work > Double(task.limits.tracedInstructions) else { continue }
                throw Rejection(
                    .overBudget,
                    "kernel '\(launch.kernel.entry.name)' executes \(Int(work)) warp instructions in "
                        + "\(unit.threadgroups.count) threadgroups, too many to be timed; at most "
                        + "\(task.limits.tracedInstructions) can be: spread the work over more threadgroups"
                        + size.messageSuffix, line: launch.kernel.entry.line, size: size.name)
            }
            model.begin(plan)
            var executed = map.executed
            for run in plan.runs {
                try model.add(run: execution.run(threadgroups: Array(run), tracing: true))
                executed.formUnion(run)
            }
            budget -= Int(clamping: execution.instructionCount)
            return (
                model.launchTime(), Double(executed.count) / Double(max(1, shape.threadgroups)),
                map.totalWork(upTo: Self.fullWork)
            )
        } catch let rejection as Rejection {
            throw rejection
        } catch let fault as MachineFault {
            let text = FaultMessage(
                fault: fault, launch: launch, source: prepared.source, elements: workspace.elements,
                budget: task.limits.timeInstructions)
            throw Rejection(text.kind, text.message + size.messageSuffix, line: text.line, size: size.name)
        } catch let error as LaunchError {
            throw Rejection(.launchLimit, "\(error.description)" + size.messageSuffix, size: size.name)
        } catch {
            throw Rejection(
                .unsupported, "the launch cannot be timed: \(error)" + size.messageSuffix, size: size.name)
        }
    }

    /// Rows that are compared with the oracle at a timed size.
    ///
    /// The oracle computes the rows of one warp at a time, so fewer would not be quicker.
    private static let spotRows = 32

    /// Looks at what the executed threadgroups wrote, so that a kernel which does less at timed sizes is found.
    ///
    /// Where a plan's only launch, or every launch in full, was executed, complete rows must be right. A plan of several
    /// sampled launches has no complete results to compare; it must still have written something.
    func spotCheck(
        _ workspace: Workspace, _ size: TaskSize, _ inputs: [SharedBytes?], _ coverage: [Double]
    ) throws(Rejection) {
        let isComplete = coverage.allSatisfy { $0 >= 1 }
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let check = OutputCheck(
                buffer: buffer, rowLength: size.rowLengths[index], count: size.counts[index], tolerance: task.tolerance)
            guard isComplete || coverage.count == 1 || ElementCodec(buffer.type).isFloat else { continue }
            let share = Double(workspace.withBytes(of: buffer.name, check.writtenCount) ?? 0) / Double(check.count)
            let wanted = isComplete ? 1 : coverage.count == 1 ? (coverage.first ?? 0) / 4 : 0
            if ElementCodec(buffer.type).isFloat, share < wanted || share == 0 {
                throw Rejection(
                    .unwrittenOutput,
                    "output '\(buffer.name)' is not written completely: the threadgroups executed wrote "
                        + "\(Int(share * Double(check.count))) of its \(check.count) elements"
                        + size.messageSuffix,
                    size: size.name)
            }
            guard isComplete || coverage.count == 1 else { continue }
            let written = workspace.withBytes(of: buffer.name, check.writtenRows) ?? []
            let rows = Self.spread(written, count: Self.spotRows)
            let reference: [[Double]]
            do {
                reference = try oracle.rows(rows, of: index, at: size, inputs: inputs)
            } catch {
                throw Rejection(.unsupported, "the task cannot be checked: \(error)", size: size.name)
            }
            let finding = workspace.withBytes(of: buffer.name) { check.finding($0, rows: rows, reference: reference) }
            if case let finding?? = finding {
                throw Rejection(finding.kind, finding.message + size.messageSuffix, size: size.name)
            }
        }
    }

    /// `count` of the rows, the first and the last among them.
    private static func spread(_ rows: [Int], count: Int) -> [Int] {
        guard rows.count > count, count > 1 else { return rows }
        return (0..<count).map { rows[$0 * (rows.count - 1) / (count - 1)] }
    }
}
