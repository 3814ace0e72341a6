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

    private let program: CoreProgram
    private let privateBytes: Int
    private var plan: SamplePlan?
    private var added = 0
    private var results: [(unit: Int, result: CoreResult)] = []
    /// Place in the plan of the unit with most work, which every plan of a launch holds: a speed measured on it does not
    /// depend on which other units were chosen.
    private var reference = 0
    /// Speed of a threadgroup by number of residents, from the unit with most work.
    private var speed: [Double] = []

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
        speed = []
        reference = 0
        guard !plan.work.isEmpty else { return }
        let work = plan.units.map { $0.threadgroups.reduce(0.0) { $0 + Double(plan.work[$1]) } }
        for place in work.indices where work[place] > work[reference] { reference = place }
    }

    /// Groups in which units are left out to see what hangs on them, and threadgroups on which that is seen.
    private static let leastGroups = 2
    private static let mostGroups = 10
    private static let checkedThreadgroups = 4096

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
        settings.recordsTimeline = recordsTimeline && added == reference
        settings.hasL1Rule = parts.contains(.l1Rule)
        let result = CoreModel.run(program, trace, settings)
        settings.recordsTimeline = false
        if added == reference { try measureSpeed(run, result, settings, plan) }
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
        speed = (1...residents).map { count in
            let high = known.firstIndex { $0.count >= count } ?? known.count - 1
            guard high > 0 else { return known[0].speed }
            let (left, right) = (known[high - 1], known[high])
            let share = Double(count - left.count) / Double(right.count - left.count)
            return left.speed + (right.speed - left.speed) * share
        }
    }

    /// The speeds that explain best how long threadgroups of differing work took; nil where work does not differ or is
    /// not known, and where more than one round was run.
    ///
    /// The unit with most work alone does not tell: while its last threadgroups run, the core is not full.
    private func fittedSpeed(_ plan: SamplePlan, from kept: [Int]) -> [Double]? {
        guard !speed.isEmpty, !plan.work.isEmpty, plan.perUnit == speed.count else { return nil }
        var fit = SpeedFit(residents: speed.count)
        var (least, most) = (UInt64.max, UInt64.min)
        for place in kept where plan.units[place].threadgroups.count == speed.count {
            fit.add(
                zip(plan.units[place].threadgroups, results[place].result.ends).map { threadgroup, end in
                    least = min(least, plan.work[threadgroup])
                    most = max(most, plan.work[threadgroup])
                    return (Double(end), Double(plan.work[threadgroup]))
                })
        }
        return Double(most) > 1.5 * Double(least) ? fit.speeds() : nil
    }

    /// How long each threadgroup of a unit would hold its slot if the core were full all the time.
    ///
    /// With replacement, the rate of completions after the first round gives the core time per threadgroup, which spans
    /// only distribute; what the first round took beyond that is the ramp. In one round, time with fewer residents counts by how much faster they got on.
    private func slotTicks(_ result: CoreResult, residents: Int, speed: [Double]) -> (ticks: [Double], ramp: Double) {
        let spans = zip(result.starts, result.ends).map { Double($1 - $0) }
        let count = spans.count
        let ends = result.ends.sorted()
        if count >= 2 * residents, let last = ends.last {
            // Once nothing replaces what ends, the last ones share the core with fewer others: they count only where
            // there are no rounds between the first and the last.
            let steady = count - residents
            // Means over a round, because threadgroups of one may end together or one by one.
            func mean(_ ends: ArraySlice<Int64>) -> Double {
                ends.reduce(0.0) { $0 + Double($1) } / Double(ends.count)
            }
            let full =
                steady > residents
                ? (mean(ends[(steady - residents)..<steady]) - mean(ends[..<residents])) / Double(steady - residents)
                : Double(last - ends[residents - 1]) / Double(count - residents)
            // Where late threadgroups overtake early ones, their ends say less than the whole, stores and atomics that
            // are still on their way included.
            let perGroup = min(full, Double(max(last, result.end)) / Double(count))
            let total = spans.reduce(0, +)
            let wanted = perGroup * Double(residents) * Double(count)
            guard total > 0, wanted > 0 else { return (spans, 0) }
            // Negative where queues take what the first round brings and hand it on after the last.
            let ramp = Double(ends[residents - 1]) - perGroup * Double(residents)
            return (spans.map { $0 * wanted / total }, ramp)
        }
        guard !speed.isEmpty else { return (spans, 0) }
        // Walk the ends in order: between two of them the number of residents is constant.
        let order = result.ends.indices.sorted { (result.ends[$0], $0) < (result.ends[$1], $1) }
        var ticks = [Double](repeating: 0, count: count)
        var (sum, now) = (0.0, Int64(0))
        for (place, index) in order.enumerated() {
            sum += Double(result.ends[index] - now) * speed[min(count - place, speed.count) - 1]
            now = result.ends[index]
            ticks[index] = sum - Double(result.starts[index])
        }
        return (ticks.map { max(0, $0) }, 0)
    }

    /// Slot ticks of the threadgroups executed so far, and per unit the ticks beyond the steady state: latencies and caches
    /// that fill at the start, stores that drain at the end.
    private func samples(
        of plan: SamplePlan, from kept: [Int], speed: [Double]
    ) -> (samples: [DurationModel.Sample], ramps: [Double]) {
        let residents = max(1, min(occupancy.threadgroups, (plan.threadgroups + plan.cores - 1) / plan.cores))
        var samples: [DurationModel.Sample] = []
        var ramps: [Double] = []
        for place in kept {
            let (unit, entry) = (plan.units[place], results[place])
            let (ticks, ramp) = slotTicks(entry.result, residents: residents, speed: speed)
            // Stores and atomics may still be on their way when the last warp has returned.
            ramps.append(max(0, ramp + Double(max(0, entry.result.end - (entry.result.ends.max() ?? 0)))))
            samples.append(
                DurationModel.Sample(
                    unit: unit.index,
                    points: zip(unit.threadgroups, ticks).map { threadgroup, ticks in
                        (plan.work.isEmpty ? 0 : Double(plan.work[threadgroup]), ticks)
                    }))
        }
        return (samples, ramps)
    }

    /// The time of the launch, from the runs added so far.
    package func launchTime() -> LaunchTime {
        guard let plan, !results.isEmpty else { return empty() }
        let byWork = !plan.work.isEmpty
        let speed = fittedSpeed(plan, from: Array(results.indices)) ?? speed
        let (samples, ramps) = samples(of: plan, from: Array(results.indices), speed: speed)
        let durations = DurationModel(samples, byWork: byWork)
        let means = plan.meanUnitWork()
        let exact = Dictionary(samples.map { ($0.unit, $0.points) }) { first, _ in first }
        let perThousand = hardware.launch.perThousandThreads * hardware.clockMHz / 1000
        let perGroup = hardware.launch.perThreadgroup * hardware.clockMHz / 1000
        let dispatch =
            max(perGroup, perThousand * Double(shape.threadsPerThreadgroup) / 1024) * Double(Ticks.perCycle)
        let schedule = ListSchedule(
            residents: max(1, min(occupancy.threadgroups, plan.threadgroups)), cores: plan.cores, dispatch: dispatch,
            speed: speed, hasTail: parts.contains(.tail))
        let outcome = schedule.run(plan.threadgroups) { threadgroup in
            let unit = plan.unit(of: threadgroup)
            if let points = exact[unit] {
                let place = (threadgroup - unit / plan.cores * plan.cores * plan.perUnit) / plan.cores
                if place < points.count { return points[place].ticks }
            }
            guard byWork else { return durations.ticks(unit: unit) }
            return durations.ticks(work: Double(plan.work[threadgroup]), unitWork: means[unit])
        }
        let ramp = ramps.reduce(0, +) / Double(ramps.count)
        let cycles = (outcome.end + ramp) / Double(Ticks.perCycle)
        var time = empty()
        time.cycles = cycles
        time.nanoseconds = hardware.launch.fixed + cycles * 1000 / hardware.clockMHz
        // The first sees units that stray from their neighbours, the second what all units together leave open.
        time.samplingError = max(
            DurationModel.samplingError(samples, of: plan.unitCount, byWork: byWork), repeatedError(plan, means))
        time.idleShare = outcome.idle
        time.waves = Double(plan.threadgroups) / Double(max(1, occupancy.threadgroups) * plan.cores)
        time.cores = plan.cores
        profile(plan, into: &time)
        return time
    }

    /// Standard error of the launch's slot time, relative, by leaving out one group of the sampled units after the other
    /// and fitting everything again (the delete-group jackknife), so that what all samples share is in it.
    private func repeatedError(_ plan: SamplePlan, _ means: [Double]) -> Double {
        guard !plan.isComplete, !plan.work.isEmpty, results.count >= 2 * Self.leastGroups else { return 0 }
        let groups = min(Self.mostGroups, results.count / 2)
        let step = max(1, plan.threadgroups / Self.checkedThreadgroups)
        let totals = (0..<groups).map { group in
            let kept = results.indices.filter { $0 % groups != group }
            let speed = fittedSpeed(plan, from: kept) ?? speed
            let durations = DurationModel(samples(of: plan, from: kept, speed: speed).samples, byWork: true)
            return stride(from: 0, to: plan.threadgroups, by: step).reduce(0.0) { sum, threadgroup in
                sum + durations.ticks(work: Double(plan.work[threadgroup]), unitWork: means[plan.unit(of: threadgroup)])
            }
        }
        let mean = totals.reduce(0, +) / Double(groups)
        guard mean > 0 else { return 0 }
        let squares = totals.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) }
        let left = 1 - Double(results.count) / Double(plan.unitCount)
        return (squares * Double(groups - 1) / Double(groups) * left).squareRoot()
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

    /// Scales what the units counted to the launch: each stands for the units nearest to it.
    private func profile(_ plan: SamplePlan, into time: inout LaunchTime) {
        let weights = plan.work.isEmpty ? nil : plan.unitWork()
        func size(_ unit: Int) -> Double { weights?[unit] ?? Double(plan.members(of: unit).count) }
        let order = results.indices.sorted { left, right in
            let (a, b) = (results[left].unit, results[right].unit)
            return (weights?[a] ?? Double(a), a) < (weights?[b] ?? Double(b), b)
        }
        var represented = [Double](repeating: 0, count: results.count)
        let keys = order.map { weights?[results[$0].unit] ?? Double(results[$0].unit) }
        for unit in 0..<plan.unitCount {
            let key = weights?[unit] ?? Double(unit)
            var (low, high) = (0, keys.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            if low > 0, key - keys[low - 1] < keys[low] - key { low -= 1 }
            represented[order[low]] += size(unit)
        }
        // Threadgroups of a last window that is not full are like the others.
        let whole = weights == nil ? Double(plan.threadgroups) : plan.work.reduce(0.0) { $0 + Double($1) }
        let covered = represented.reduce(0, +)
        let rest = covered > 0 ? whole / covered : 0
        var lines: [Int32: LineProfile] = [:]
        for (index, entry) in results.enumerated() {
            let own = size(entry.unit)
            let weight = own > 0 ? represented[index] * rest / own : 0
            time.counters.add(entry.result.counters, weight: weight)
            accumulate(entry.result, weight, &time, &lines)
        }
        time.lines = lines.values.sorted { $0.line < $1.line }
        if var timeline = results.compactMap(\.result.timeline).first {
            timeline.name(lines: program.lines)
            time.timeline = timeline
        }
    }

    /// Adds one unit's stalls and traffic by source line.
    private func accumulate(
        _ result: CoreResult, _ weight: Double, _ time: inout LaunchTime, _ lines: inout [Int32: LineProfile]
    ) {
        for (index, line) in program.lines.enumerated() where result.executed[index] > 0 {
            var entry =
                lines[line]
                ?? LineProfile(
                    line: line, instructions: 0, stalls: .init(repeating: 0, count: 16), sectors: 0, conflicts: 0)
            entry.instructions += Double(result.executed[index]) * weight
            entry.sectors += Double(result.traffic[index]) * weight
            entry.conflicts += Double(result.conflicts[index]) * weight
            entry.excess += Double(result.excess[index]) * weight
            entry.lanes += Double(result.lanes[index]) * weight
            time.mix[Int(program.instructions[index].operation)] += Double(result.executed[index]) * weight
            for reason in 0..<16 {
                let ticks = Double(result.stalls[index * 16 + reason]) * weight
                entry.stalls[reason] += ticks
                time.stalls[reason] += ticks
            }
            lines[line] = entry
        }
    }
}
