import Evaluation
import GPUTiming
import SIMTMachine

/// The launches of a case one after the other, with what each leaves in memory and caches.
extension CasePredictor {
    /// Threadgroups counted to learn how work is spread over a grid.
    private static let pilots = 512
    /// Warp instructions that a launch may execute in all.
    private static let instructionBudget = 4_000_000_000
    /// Warp instructions up to which a launch is executed in full so that those after it find its results.
    private static let fullWork = 40_000_000.0
    /// Most states of changing scalars in which a launch is timed.
    private static let mostSteps = 6

    /// The time of every launch.
    ///
    /// A launch that is executed once is timed as it comes, after those before it. One that is executed again and again is
    /// timed once, in the state in which its own last execution or the last round left the caches, and multiplied: what
    /// its first execution takes longer on cold caches is lost in the many. Where a scalar counts executions, the first
    /// two, two in the middle and the last two stand for all.
    func parts(_ prepared: PreparedCase) throws(GroundTruthError) -> [CasePrediction.Part] {
        let truthCase = prepared.truthCase
        var names = prepared.names
        var parts: [CasePrediction.Part] = []
        var cache = CacheState.cold
        let buffers = truthCase.launches.map { launch in launch.buffers.map { self.buffer($0, prepared, names) } }
        if clock == .warm { cache = .warm(buffers.flatMap { $0 }, on: hardware) }
        if truthCase.rounds > 1 { for list in buffers { cache.touch(list, on: hardware) } }
        for (number, launch) in truthCase.launches.enumerated() {
            let executions = truthCase.executions(of: number)
            let own = launch.buffers.map { buffer($0, prepared, names) }
            if launch.repeats > 1 { cache = .warm(own, on: hardware) }
            // Threadgroups are executed twice, and not all of them: what the next launch reads is made anew.
            let isRead = truthCase.launches.count > 1
            let saved = isRead ? contents(launch, prepared, names) : []
            var work = 0.0
            let states = launch.hasSteps ? Self.steps(executions) : [0]
            for (place, execution) in states.enumerated() {
                let (time, total) = try self.time(
                    try prepared.launch(number, .time, names: names, execution: execution), prepared, own, cache,
                    declaredThreads: prepared.declaredThreads(number))
                work = max(work, total)
                let count = executions * (place + 1) / states.count - executions * place / states.count
                parts.append(CasePrediction.Part(time: time, executions: count))
            }
            for (id, bytes) in saved { prepared.memory.withBytes(of: id) { $0.copyBytes(from: bytes) } }
            if isRead, work <= Self.fullWork, number + 1 < truthCase.launches.count {
                try run(try prepared.launch(number, .time, names: names), prepared)
            }
            cache.touch(own, on: hardware)
            names.rotate(launch.swaps)
        }
        return parts
    }

    /// Executions that stand for all of a launch whose scalars change: pairs of neighbours, since many count parity.
    static func steps(_ executions: Int) -> [Int] {
        guard executions > mostSteps else { return Array(0..<executions) }
        let middle = executions / 4 * 2
        return [0, 1, middle, middle + 1, executions - 2, executions - 1]
    }

    /// A buffer as the caches see it.
    private func buffer(_ buffer: TruthBuffer, _ prepared: PreparedCase, _ names: BufferNames) -> LaunchBuffer {
        guard let id = names[buffer.name] else { return LaunchBuffer(firstSector: 0, sectorCount: 0) }
        let sectors = prepared.memory.sectors(of: id)
        return LaunchBuffer(firstSector: sectors.lowerBound, sectorCount: UInt32(sectors.count))
    }

    /// What a launch's writable buffers hold.
    private func contents(
        _ launch: TruthLaunch, _ prepared: PreparedCase, _ names: BufferNames
    ) -> [(id: BufferID, bytes: [UInt8])] {
        launch.buffers.filter { $0.role != .input }.compactMap { buffer in
            names[buffer.name].map { id in (id, prepared.memory.withBytes(of: id) { Array($0) }) }
        }
    }

    /// Executes a launch in full.
    private func run(_ launch: Launch, _ prepared: PreparedCase) throws(GroundTruthError) {
        do throws(MachineFault) {
            try Execution(
                launch, memory: prepared.memory, options: MachineOptions(instructionBudget: Self.instructionBudget)
            ).runAll()
        } catch {
            throw GroundTruthError("case '\(prepared.truthCase.name)': \(error)")
        }
    }

    /// The time of one launch from a sample of its threadgroups, and the warp instructions of all of them.
    private func time(
        _ launch: Launch, _ prepared: PreparedCase, _ buffers: [LaunchBuffer], _ cache: CacheState,
        declaredThreads: Int?
    ) throws(GroundTruthError) -> (time: LaunchTime, work: Double) {
        let shape = LaunchShape(
            threadgroups: launch.threadgroups.count, threadsPerThreadgroup: launch.threadsPerThreadgroup.count,
            dynamicThreadgroupBytes: launch.dynamicThreadgroupBytes, buffers: buffers, declaredThreads: declaredThreads)
        let execution = Execution(
            launch, memory: prepared.memory, options: MachineOptions(instructionBudget: Self.instructionBudget))
        do {
            var model = try GridModel(
                hardware: hardware, program: launch.kernel.timed, shape: shape, cache: cache, passes: passes)
            let grid = launch.threadgroups
            let map = try WorkMap(
                extent: [grid.x, grid.y, grid.z], pilots: Self.pilots, budget: sampleBudget / 4
            ) { index throws(MachineFault) in
                let before = execution.instructionCount
                try execution.run(threadgroup: index, tracing: false)
                return execution.instructionCount - before
            }
            let plan = model.samplePlan(seed: seed, budget: sampleBudget) { map.work(of: $0) }
            model.begin(plan)
            for run in plan.runs {
                var traces: [ThreadgroupTrace] = []
                for threadgroup in run {
                    if let trace = try execution.run(threadgroup: threadgroup, tracing: true) { traces.append(trace) }
                }
                try model.add(run: traces)
            }
            return (model.launchTime(), map.totalWork(upTo: Self.fullWork))
        } catch {
            throw GroundTruthError("case '\(prepared.truthCase.name)': \(error)")
        }
    }
}
