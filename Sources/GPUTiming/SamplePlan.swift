/// Which threadgroups of a launch to execute and trace.
///
/// A `Deal` says which core runs which threadgroups. All that a core runs, or some rounds of it, is one unit; the plan
/// chooses units.
package struct SamplePlan: Sendable {
    /// One core's run of threadgroups.
    package struct Unit: Sendable {
        /// Number of the unit in the launch, window after window.
        package var index: Int
        /// The threadgroups, in the order in which the core takes them.
        package var threadgroups: [Int]
    }

    /// The chosen units, in the order in which `GridModel.add` wants them.
    package var units: [Unit]
    /// Number of units to choose from: whole ones, or all of a launch that has none.
    package var unitCount: Int { deal.unitCount }
    /// Cores at work.
    package var cores: Int
    /// Threadgroups of a whole unit.
    package var perUnit: Int { deal.perUnit }
    /// Threadgroups of the launch.
    package var threadgroups: Int
    /// Counted work of each threadgroup, empty where it was not given.
    package var work: [UInt64]
    /// Which core runs which threadgroups.
    let deal: Deal

    /// Warp instructions that are usually spent on a launch.
    package static let usualBudget: UInt64 = 8_000_000

    /// Units of which none is chosen for being extreme.
    private static let fewUnits = 6
    /// Part of the budget that a core's whole run may cost: two runs are worth a third more than the budget.
    private static let shareOfCore = 0.67
    /// Work of a core's whole run that may be one unit.
    private static let longestUnit = 10_000_000.0

    /// Whether threadgroups that follow on one another do different amounts of work.
    let isUneven: Bool

    /// Whether threadgroups of a unit begin one after the other, as those that differ do amid a launch.
    var spreadsStarts: Bool { isUneven && !isWhole }
    /// Whether a unit is all that its core runs.
    let isWhole: Bool
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
        let round = active * residents
        // Without counted work the cost of a threadgroup is unknown, and six units must do.
        let hasWork = !work.isEmpty
        func affordable(_ budget: UInt64) -> Int {
            hasWork ? max(1, Int(min(1e9, Double(budget) / (sum / Double(total))))) : 0
        }

        // Three rounds show the steady state in which finished threadgroups are replaced, five show it without chance
        // where they cost little: two units of three rounds cost what the least six of one round do. All units are cut as a
        // usual budget cuts them, so that many tell what few do.
        let isCheap = affordable(min(budget, Self.usualBudget)) / 16 > 5 * residents && total > 4 * round
        // Where threadgroups differ, one stretch of what a core runs is unlike another: all of it is a unit where it is
        // short, where the budget pays for all cores, and where it pays nearly for two.
        isUneven = total > round && work.contains { Double($0) > 1.5 * sum / Double(total) }
        let perCore = sum / Double(active)
        isWhole =
            isUneven
            && (total <= 3 * round
                || perCore <= Self.longestUnit
                    && (sum <= Double(budget)
                        || perCore <= Self.shareOfCore * Double(min(budget, Self.usualBudget))))
        let rounds = isUneven || total > 2 * round ? (isCheap ? 5 : 3) : 1
        deal =
            isUneven && total <= ListSchedule.explicitLimit
            ? Deal(work: work, cores: active, residents: residents, perUnit: isWhole ? nil : residents * rounds)
            : Deal(
                threadgroups: total, cores: active,
                perUnit: isWhole ? (total + active - 1) / active : residents * rounds)
        // Threadgroups that all do the same tell as much in three units as others in six.
        let isEven = !work.isEmpty && work.allSatisfy { $0 == work[0] }
        let least = rounds > 1 ? (work.isEmpty ? 6 : 2) : isEven ? 3 : 6
        // Units of a last window that is not full are not sampled when there are full ones: alone on cold caches they
        // would look slower than they are at the end of a launch.
        let wanted =
            budget == .max ? deal.unitCount : min(deal.unitCount, max(least, affordable(budget) / deal.perUnit))

        threadgroups = total
        cores = active
        self.work = work
        units = []
        let chosen = Self.choose(
            wanted, of: unitCount, seed: seed, weights: work.isEmpty ? nil : unitWork(),
            hasExtremes: !isUneven || wanted >= Self.fewUnits)
        units = chosen.map { Unit(index: $0, threadgroups: members(of: $0)) }
    }

    /// The threadgroups of a unit.
    package func members(of unit: Int) -> [Int] {
        deal.members(of: unit)
    }

    /// The unit to which a threadgroup belongs.
    package func unit(of threadgroup: Int) -> Int {
        deal.unit(of: threadgroup)
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
        var sums = [(work: Double, count: Double)](repeating: (0, 0), count: deal.allUnits)
        for (threadgroup, amount) in work.enumerated() {
            sums[unit(of: threadgroup)].work += Double(amount)
            sums[unit(of: threadgroup)].count += 1
        }
        return sums.map { $0.count > 0 ? $0.work / $0.count : 0 }
    }

    /// Chooses `count` units: one by chance from each stratum, the extremes always where work is known.
    private static func choose(
        _ count: Int, of unitCount: Int, seed: UInt64, weights: [Double]?, hasExtremes: Bool
    ) -> [Int] {
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
        // The least and the most work bound what is interpolated; each takes the place of its stratum's choice. Few units
        // are all needed to stand for the others.
        guard hasExtremes else { return chosen.sorted() }
        let extremes = weights.indices.sorted { (weights[$0], $0) < (weights[$1], $1) }
        for extreme in [extremes[0], extremes[extremes.count - 1]] {
            if let stratum = strata.firstIndex(where: { $0.contains(extreme) }) { chosen[stratum] = extreme }
        }
        return chosen.sorted()
    }
}
