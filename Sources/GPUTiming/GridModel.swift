package import SIMTMachine

/// Why a launch cannot be timed.
package struct LaunchError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
}

/// The time of one launch, from traces of some of its threadgroups.
///
/// ```swift
/// var model = try GridModel(hardware: gpu, program: program, shape: shape)
/// let plan = model.samplePlan(seed: 7) { threadgroup in pilot[threadgroup] }
/// model.begin(plan)
/// for run in plan.runs { try model.add(run: execute(run)) }   // the traces can be dropped after each
/// let time = model.launchTime()
/// ```
package struct GridModel {
    package let hardware: Hardware
    package let shape: LaunchShape
    package let occupancy: Occupancy
    package let cache: CacheState
    package let parts: ModelParts

    /// Whether the core that runs the unit with most work takes notes of what happens when.
    package var recordsTimeline = false

    let program: CoreProgram
    let privateBytes: Int
    private var plan: SamplePlan?
    private var added = 0
    private(set) var results: [(unit: Int, result: CoreResult)] = []
    /// Place in the plan of the unit with most work.
    private var reference = 0
    /// What threadgroups that do the same gain where slots are free, from that unit; nil until it is known.
    private var speed: CoreSpeed?

    /// A model of a launch of `program`.
    ///
    /// - Throws: `LaunchError` when not even one threadgroup fits on a core.
    package init(
        hardware: Hardware, program: TimedProgram, shape: LaunchShape, cache: CacheState = .cold,
        passes: BackEnd.Passes = .all, parts: ModelParts = .all
    ) throws(LaunchError) {
        let hardware = hardware.limited(to: parts)
        let code = CoreProgram(
            program, on: hardware, passes: passes, declaredThreads: shape.declaredThreads,
            warps: (shape.threadsPerThreadgroup + 31) / 32)
        occupancy = Occupancy(
            registers: code.registerPressure, staticBytes: program.threadgroupBytes,
            threads: shape.threadsPerThreadgroup, dynamicBytes: shape.dynamicThreadgroupBytes, on: hardware,
            threadgroupsInLaunch: max(1, shape.threadgroups))
        guard occupancy.threadgroups > 0 else {
            throw LaunchError(
                description: "a threadgroup of \(shape.threadsPerThreadgroup) threads with "
                    + "\(occupancy.registersPerThread) registers each and \(occupancy.threadgroupBytes) bytes of "
                    + "threadgroup memory does not fit on a core of \(hardware.name): \(occupancy.limiter.rawValue)")
        }
        self.hardware = hardware
        self.shape = shape
        self.cache = cache
        self.parts = parts
        self.program = code
        privateBytes = program.privateBytes
    }

    /// Chooses the threadgroups to execute.
    package func samplePlan(
        seed: UInt64, budget: UInt64 = 20_000_000, workEstimate: ((Int) -> UInt64)? = nil
    ) -> SamplePlan {
        SamplePlan(
            shape: shape, occupancy: occupancy, hardware: hardware, seed: seed, budget: budget,
            workEstimate: workEstimate)
    }

    /// Starts anew with `plan`, whose runs follow.
    package mutating func begin(_ plan: SamplePlan) {
        self.plan = plan
        added = 0
        results = []
        speed = nil
        reference = 0
        guard !plan.work.isEmpty else { return }
        let work = plan.units.map { $0.threadgroups.reduce(0.0) { $0 + Double(plan.work[$1]) } }
        for place in work.indices where work[place] > work[reference] { reference = place }
    }

    /// Simulates the next run of the plan; its traces are not needed afterwards.
    ///
    /// - Precondition: `begin` was called and `run` holds the threadgroups of `plan.units[k]` at the k-th call.
    package mutating func add(run: [ThreadgroupTrace]) throws(TraceError) {
        guard let plan, added < plan.units.count else {
            throw TraceError(description: "a run was added beyond the \(plan?.units.count ?? 0) that the plan names")
        }
        let unit = plan.units[added]
        guard run.map(\.threadgroup) == unit.threadgroups else {
            throw TraceError(description: "run \(added) does not hold the threadgroups that the plan names")
        }
        let trace = try CoreTrace(run, program: program)
        let footprint = Footprint(trace, program, shape.buffers)
        let sharing = SharingModel(
            footprint, units: Double(plan.threadgroups) / Double(run.count), cores: Double(plan.cores),
            rounds: (Double(run.count) / Double(max(1, occupancy.threadgroups))).rounded(.up), buffers: shape.buffers,
            cache: cache, hardware: hardware)
        var settings = CoreSettings(
            hardware, occupancy: occupancy, sharing: sharing, buffers: shape.buffers, cores: Double(plan.cores),
            privateBytes: privateBytes)
        settings.spreadsStarts = plan.spreadsStarts
        settings.recordsTimeline = recordsTimeline && added == reference
        settings.hasL1Rule = parts.contains(.l1Rule)
        let result = CoreModel.run(program, trace, settings)
        settings.recordsTimeline = false
        if added == reference, !plan.isUneven { try measureSpeed(run, result, settings, plan) }
        results.append((unit.index, result))
        added += 1
    }

    /// Runs the first few threadgroups alone, which is how the last ones of a launch run.
    ///
    /// The speed of `k` residents is how much faster each gets on than when the core is full: `1` where they only wait,
    /// `full / k` where they compete for one resource.
    private mutating func measureSpeed(
        _ run: [ThreadgroupTrace], _ result: CoreResult, _ settings: CoreSettings, _ plan: SamplePlan
    ) throws(TraceError) {
        let residents = settings.residents
        // A launch of one wave is simulated as it is.
        guard residents > 1, plan.unitCount > plan.cores, run.count >= residents else { return }
        func meanWork(_ count: Int) -> Double {
            guard !plan.work.isEmpty else { return 1 }
            return run.prefix(count).reduce(0.0) { $0 + Double(plan.work[$1.threadgroup]) } / Double(count)
        }
        func alone(_ count: Int) throws(TraceError) -> Double {
            let trace = try CoreTrace(Array(run.prefix(count)), program: program)
            return Double(CoreModel.run(program, trace, settings).end)
        }
        let full = run.count == residents ? Double(result.end) : try alone(residents)
        var known: [(count: Int, speed: Double)] = []
        for count in Set([1, (residents + 1) / 2]).sorted() where count < residents {
            let time = try alone(count)
            let ratio = full / time * meanWork(count) / meanWork(residents)
            known.append((count, min(Double(residents) / Double(count), max(1, ratio))))
        }
        known.append((residents, 1))
        let speeds = (1...residents).map { count in
            let high = known.firstIndex { $0.count >= count } ?? known.count - 1
            guard high > 0 else { return known[0].speed }
            let (left, right) = (known[high - 1], known[high])
            let share = Double(count - left.count) / Double(right.count - left.count)
            return left.speed + (right.speed - left.speed) * share
        }
        speed = CoreSpeed(speeds)
    }

    /// The time of the launch, from the runs added so far.
    package func launchTime() -> LaunchTime {
        guard let plan, !results.isEmpty else { return empty() }
        let estimate = LaunchEstimate(
            plan, results,
            slots: max(1, min(occupancy.threadgroups, (plan.threadgroups + plan.cores - 1) / plan.cores)),
            speed: speed)
        let perThousand = hardware.launch.perThousandThreads * hardware.clockMHz / 1000
        let perGroup = hardware.launch.perThreadgroup * hardware.clockMHz / 1000
        let dispatch =
            max(perGroup, perThousand * Double(shape.threadsPerThreadgroup) / 1024) * Double(Ticks.perCycle)
        let schedule = ListSchedule(
            residents: max(1, min(occupancy.threadgroups, plan.threadgroups)), cores: plan.cores, dispatch: dispatch,
            speed: estimate.speed, hasTail: parts.contains(.tail))
        let outcome = schedule.run(plan.threadgroups, ticks: estimate.ticks)
        let cycles = (outcome.end + estimate.ramp) / Double(Ticks.perCycle)
        var time = empty()
        time.cycles = cycles
        time.nanoseconds = hardware.launch.fixed + cycles * 1000 / hardware.clockMHz
        time.samplingError = estimate.samplingError
        time.idleShare = outcome.idle
        time.waves = Double(plan.threadgroups) / Double(max(1, occupancy.threadgroups) * plan.cores)
        time.cores = plan.cores
        profile(plan, into: &time)
        return time
    }

    /// A launch in which nothing runs.
    private func empty() -> LaunchTime {
        LaunchTime(
            nanoseconds: hardware.launch.fixed, cycles: 0, launchNanoseconds: hardware.launch.fixed, samplingError: 0,
            idleShare: 0, waves: 0, occupancy: occupancy, threadgroups: shape.threadgroups,
            threadsPerThreadgroup: shape.threadsPerThreadgroup, counters: CoreCounters(), cores: 1,
            stalls: .init(repeating: 0, count: 16), lines: [],
            mix: .init(repeating: 0, count: OperationClass.allCases.count), privateBytes: privateBytes)
    }
}
