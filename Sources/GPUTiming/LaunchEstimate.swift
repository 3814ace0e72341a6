/// How long every threadgroup of a launch would hold its slot, from the units of it that were simulated.
struct LaunchEstimate {
    /// What threadgroups gain where slots are free.
    let speed: CoreSpeed
    /// Ticks that a core's beginning takes beyond what it takes later.
    let ramp: Double
    /// Relative standard error of the launch's slot time.
    let samplingError: Double

    private let plan: SamplePlan
    private let durations: DurationModel
    /// Mean work of each unit's threadgroups.
    private let means: [Double]
    /// Ticks of those that were simulated.
    private var simulated: [Int: Double] = [:]

    /// Groups in which units are left out to see what hangs on them, and threadgroups on which that is seen.
    private static let leastGroups = 2
    private static let mostGroups = 10
    private static let checkedThreadgroups = 4096
    /// What samples of differing threadgroups do not show of their own error: against all cores, simulated whole, samples of
    /// attention kernels were off by up to 1.4 % in the same direction, twice this.
    private static let unseen = 0.0075

    /// The estimate from `results` of the first units of `plan`.
    ///
    /// - Parameter speed: What threadgroups gain where slots are free, if it was measured apart.
    init(
        _ plan: SamplePlan, _ results: [(unit: Int, result: CoreResult)], slots: Int, speed given: CoreSpeed?
    ) {
        self.plan = plan
        let byWork = !plan.work.isEmpty
        let units = plan.isUneven ? results.map { UnitTiming($0.result, slots: slots) } : []
        let speed = plan.isUneven ? CoreSpeed(slots: slots, from: units.compactMap(\.partial)) : given
        self.speed = speed ?? CoreSpeed()
        means = plan.meanUnitWork()
        var samples: [DurationModel.Sample] = []
        var ramps = 0.0
        for (place, entry) in results.enumerated() {
            let (ticks, ramp) =
                plan.isUneven
                ? units[place].slotTicks(self.speed, isWhole: plan.isWhole)
                : Self.slotTicks(entry.result, residents: slots, speed: speed)
            // Stores and atomics may still be on their way when the last warp has returned.
            ramps += max(0, ramp + Double(max(0, entry.result.end - (entry.result.ends.max() ?? 0))))
            let members = plan.units[place].threadgroups
            for (threadgroup, ticks) in zip(members, ticks) { simulated[threadgroup] = ticks }
            samples.append(
                DurationModel.Sample(
                    unit: plan.units[place].index,
                    points: zip(members, ticks).map { (byWork ? Double(plan.work[$0]) : 0, $1) }))
        }
        ramp = ramps / Double(max(1, results.count))
        durations = DurationModel(samples, byWork: byWork, knots: Self.knots(plan, samples))
        // The first sees units that stray from their neighbours, the second what all units together leave open.
        let seen = max(DurationModel.samplingError(samples, of: plan), Self.repeatedError(plan, samples, means))
        let isSampled = plan.isUneven && !plan.isComplete
        samplingError = isSampled ? (seen * seen + Self.unseen * Self.unseen).squareRoot() : seen
    }

    /// Ticks for which a threadgroup holds its slot while all slots of its core are in use.
    func ticks(_ threadgroup: Int) -> Double {
        if let ticks = simulated[threadgroup] { return ticks }
        let unit = plan.deal.unit(of: threadgroup)
        guard !plan.work.isEmpty else { return durations.ticks(unit: unit) }
        return durations.ticks(work: Double(plan.work[threadgroup]), unitWork: means[unit])
    }

    /// Knots of the durations' curve: where threadgroups differ, each stands for many of them, because what one takes is
    /// also its neighbours' doing.
    private static func knots(_ plan: SamplePlan, _ samples: [DurationModel.Sample]) -> Int {
        plan.isUneven ? max(8, min(64, samples.reduce(0) { $0 + $1.points.count } / 24)) : 64
    }

    /// How long each threadgroup of a unit, all of which do the same, would hold its slot if the core were full all the time.
    ///
    /// With replacement, the rate of completions after the first round gives the core time per threadgroup, which spans
    /// only distribute; what the first round took beyond that is the ramp. In one round, time with fewer residents counts
    /// by how much faster they got on.
    private static func slotTicks(
        _ result: CoreResult, residents: Int, speed: CoreSpeed?
    ) -> (ticks: [Double], ramp: Double) {
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
        guard let speed else { return (spans, 0) }
        // Walk the ends in order: between two of them the number of residents is constant.
        let order = result.ends.indices.sorted { (result.ends[$0], $0) < (result.ends[$1], $1) }
        var ticks = [Double](repeating: 0, count: count)
        var (sum, now) = (0.0, Int64(0))
        for (place, index) in order.enumerated() {
            sum += Double(result.ends[index] - now) * speed[count - place]
            now = result.ends[index]
            ticks[index] = sum - Double(result.starts[index])
        }
        return (ticks.map { max(0, $0) }, 0)
    }

    /// Standard error of the launch's slot time, relative, by leaving out one group of the sampled units after the other
    /// and fitting the durations again (the delete-group jackknife), so that what all samples share is in it.
    private static func repeatedError(
        _ plan: SamplePlan, _ samples: [DurationModel.Sample], _ means: [Double]
    ) -> Double {
        guard !plan.isComplete, !plan.work.isEmpty, samples.count >= 2 * leastGroups else { return 0 }
        let groups = min(mostGroups, samples.count / 2)
        let step = max(1, plan.threadgroups / checkedThreadgroups)
        let totals = (0..<groups).map { group in
            let kept = samples.indices.filter { $0 % groups != group }
            let durations = DurationModel(
                kept.map { samples[$0] }, byWork: true, knots: Self.knots(plan, samples))
            return stride(from: 0, to: plan.threadgroups, by: step).reduce(0.0) { sum, threadgroup in
                sum
                    + durations.ticks(
                        work: Double(plan.work[threadgroup]), unitWork: means[plan.deal.unit(of: threadgroup)])
            }
        }
        let mean = totals.reduce(0, +) / Double(groups)
        guard mean > 0 else { return 0 }
        let squares = totals.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) }
        let left = 1 - Double(samples.count) / Double(plan.unitCount)
        return (squares * Double(groups - 1) / Double(groups) * left).squareRoot()
    }
}
