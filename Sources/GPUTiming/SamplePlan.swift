/// Which threadgroups of a launch to execute and trace.
///
/// Threadgroups are dealt to cores in turn, so core `c` of a window of `cores · perUnit` consecutive threadgroups runs
/// `c, c + cores, c + 2 · cores, …` of it. Such a resident run is one unit; the plan chooses units.
package struct SamplePlan: Sendable {
    /// One core's run of threadgroups.
    package struct Unit: Sendable {
        /// Number of the unit in the launch: window · cores + core.
        package var index: Int
        /// The threadgroups, in the order in which the core takes them.
        package var threadgroups: [Int]
    }

    /// The chosen units, in the order in which `GridModel.add` wants them.
    package var units: [Unit]
    /// Number of units to choose from: those of whole windows, or all of a launch of one.
    package var unitCount: Int
    /// Cores at work.
    package var cores: Int
    /// Threadgroups of a whole unit.
    package var perUnit: Int
    /// Threadgroups of the launch.
    package var threadgroups: Int
    /// Counted work of each threadgroup, empty where it was not given.
    package var work: [UInt64]

    /// Warp instructions that are usually spent on a launch.
    package static let usualBudget: UInt64 = 8_000_000

    /// Whether every unit is executed.
    package var isComplete: Bool { units.count == unitCount }
    /// The threadgroups to execute, unit after unit.
    package var runs: [[Int]] { units.map(\.threadgroups) }

    /// A plan for a launch of `shape` with `occupancy` on `hardware`.
    ///
    /// - Parameters:
    ///   - seed: Chooses among units that stand for the same stratum.
    ///   - budget: Warp instructions that may be spent, when `workEstimate` counts those; a few units are taken in any
    ///     case. The greatest value executes all.
    ///   - workEstimate: The work of a threadgroup, in warp instructions or any unit proportional to them. Units are then
    ///     stratified by work, which matters where threadgroups differ (causal attention), else by position.
    package init(
        shape: LaunchShape, occupancy: Occupancy, hardware: Hardware, seed: UInt64, budget: UInt64 = 20_000_000,
        workEstimate: ((Int) -> UInt64)? = nil
    ) {
        let total = max(1, shape.threadgroups)
        let active = min(hardware.cores, total)
        let residents = max(1, min(occupancy.threadgroups, (total + active - 1) / active))
        var work: [UInt64] = []
        if let workEstimate { work = (0..<total).map { max(1, workEstimate($0)) } }
        let sum = work.reduce(0.0) { $0 + Double($1) }
        // Without counted work the cost of a threadgroup is unknown, and six units must do.
        let hasWork = !work.isEmpty
        func affordable(_ budget: UInt64) -> Int {
            hasWork ? max(1, Int(min(1e9, Double(budget) / (sum / Double(total))))) : 0
        }

        // Three rounds show the steady state in which finished threadgroups are replaced, five show it without chance
        // where they cost little; where threadgroups differ much, their own spans are what the schedule needs, and one
        // round gives them.
        let isUneven = work.contains { Double($0) > 1.5 * sum / Double(total) }
        // Two units of three rounds cost what the least six of one round do. All units are cut as a usual budget cuts them,
        // so that many tell what few do.
        let isCheap = affordable(min(budget, Self.usualBudget)) / 16 > 5 * residents && total > 4 * active * residents
        let rounds = total > 2 * active * residents && !isUneven ? (isCheap ? 5 : 3) : 1
        let perUnit = residents * rounds
        // Units of a last window that is not full are not sampled when there are full ones: alone on cold caches they
        // would look slower than they are at the end of a launch.
        let unitCount = max(1, total / (active * perUnit)) * active
        // Threadgroups that all do the same tell as much in three units as others in six.
        let isEven = !work.isEmpty && work.allSatisfy { $0 == work[0] }
        let least = rounds > 1 ? (work.isEmpty ? 6 : 2) : isEven ? 3 : 6
        let wanted = budget == .max ? unitCount : min(unitCount, max(least, affordable(budget) / perUnit))

        threadgroups = total
        cores = active
        self.perUnit = perUnit
        self.unitCount = unitCount
        self.work = work
        units = []
        let chosen = Self.choose(wanted, of: unitCount, seed: seed, weights: work.isEmpty ? nil : unitWork())
        units = chosen.map { Unit(index: $0, threadgroups: members(of: $0)) }
    }

    /// The threadgroups of a unit.
    package func members(of unit: Int) -> [Int] {
        let first = unit / cores * cores * perUnit + unit % cores
        return (0..<perUnit).map { first + $0 * cores }.filter { $0 < threadgroups }
    }

    /// The unit to which a threadgroup belongs.
    package func unit(of threadgroup: Int) -> Int {
        threadgroup / (cores * perUnit) * cores + threadgroup % cores
    }

    /// Work of every unit.
    func unitWork() -> [Double] {
        var sums = [Double](repeating: 0, count: unitCount)
        for (threadgroup, amount) in work.enumerated() where unit(of: threadgroup) < unitCount {
            sums[unit(of: threadgroup)] += Double(amount)
        }
        return sums
    }

    /// Mean work of the threadgroups of every unit, those of a last window that is not full included.
    func meanUnitWork() -> [Double] {
        guard !work.isEmpty else { return [] }
        let windows = (threadgroups + cores * perUnit - 1) / (cores * perUnit)
        var sums = [(work: Double, count: Double)](repeating: (0, 0), count: windows * cores)
        for (threadgroup, amount) in work.enumerated() {
            sums[unit(of: threadgroup)].work += Double(amount)
            sums[unit(of: threadgroup)].count += 1
        }
        return sums.map { $0.count > 0 ? $0.work / $0.count : 0 }
    }

    /// Chooses `count` units: one by chance from each stratum, the extremes always where work is known.
    private static func choose(_ count: Int, of unitCount: Int, seed: UInt64, weights: [Double]?) -> [Int] {
        guard count < unitCount else { return Array(0..<unitCount) }
        var random = SplitMix64(state: seed)
        guard let weights else {
            return (0..<count).map { stratum in
                let range = (stratum * unitCount / count)..<((stratum + 1) * unitCount / count)
                return range.lowerBound + random.next(below: range.count)
            }
        }
        // Strata by position, since the neighbours on a core and the state of the caches go with it: half of them have
        // equal work, half equal numbers of units, because long threadgroups make the time and short ones still need
        // neighbours to be interpolated from. Within its stratum each takes another quantile of the work, the quantiles
        // spread evenly by steps of the golden ratio, so that work is covered as well as position.
        let total = weights.reduce(0, +)
        var strata: [Range<Int>] = []
        var (sum, passed) = (0.0, 0.0)
        for unit in weights.indices {
            sum += weights[unit] / total / 2 + 0.5 / Double(unitCount)
            if sum * Double(count) >= passed + 1 || unit == weights.count - 1 {
                strata.append((strata.last?.upperBound ?? 0)..<(unit + 1))
                passed = (sum * Double(count)).rounded(.down)
            }
        }
        var quantile = Double(random.next(below: 1 << 20)) / Double(1 << 20)
        var chosen: [Int] = []
        for stratum in strata {
            let order = stratum.sorted { (weights[$0], $0) < (weights[$1], $1) }
            chosen.append(order[Int(quantile * Double(order.count))])
            quantile += 0.618_033_988_749_894_9
            if quantile >= 1 { quantile -= 1 }
        }
        // The least and the most work bound what is interpolated; each takes the place of its stratum's choice.
        let extremes = weights.indices.sorted { (weights[$0], $0) < (weights[$1], $1) }
        for extreme in [extremes[0], extremes[extremes.count - 1]] {
            if let stratum = strata.firstIndex(where: { $0.contains(extreme) }) { chosen[stratum] = extreme }
        }
        return chosen.sorted()
    }
}
