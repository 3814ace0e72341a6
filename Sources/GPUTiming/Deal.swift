/// Which core runs which threadgroups of a launch, and in which order, cut into units of one core's neighbours.
///
/// Each threadgroup goes, in order of dispatch, to the slot that is free first. Where all do the same, cores take turns:
/// core `c` runs `c, c + cores, c + 2 · cores, …`. Where work differs, a slot is busy in proportion to the work of what it
/// holds, and a core that got less of it takes more threadgroups.
struct Deal: Sendable {
    /// Cores at work.
    let cores: Int
    /// Threadgroups of a whole unit.
    let perUnit: Int
    /// Threadgroups of the launch.
    let threadgroups: Int
    /// Number of whole units, or of all where no core has a whole one.
    let unitCount: Int
    /// The threadgroups of each unit, whole ones first; empty where cores take turns.
    private var units: [[Int32]] = []
    /// The unit of each threadgroup; empty where cores take turns.
    private var unitOf: [Int32] = []

    /// Cores that take turns.
    init(threadgroups: Int, cores: Int, perUnit: Int) {
        self.threadgroups = threadgroups
        self.cores = cores
        self.perUnit = perUnit
        unitCount = max(1, threadgroups / (cores * perUnit)) * cores
    }

    /// Threadgroups dealt by their `work` to cores of `residents` slots.
    ///
    /// - Parameter perUnit: Threadgroups of a unit; nil where a unit is all that a core runs.
    init(work: [UInt64], cores: Int, residents: Int, perUnit: Int?) {
        threadgroups = work.count
        self.cores = cores
        var runs = [[Int32]](repeating: [], count: cores)
        var slots = SlotQueue(count: min(cores * residents, work.count), from: 0)
        for (index, amount) in work.enumerated() {
            runs[slots.first.slot % cores].append(Int32(index))
            slots.occupyFirst(until: slots.first.free + Double(amount))
        }
        let longest = runs.reduce(1) { max($0, $1.count) }
        let perUnit = perUnit ?? longest
        self.perUnit = perUnit
        var rest: [[Int32]] = []
        for first in stride(from: 0, to: longest, by: perUnit) {
            for run in runs where first < run.count {
                let unit = Array(run[first..<min(first + perUnit, run.count)])
                if unit.count == perUnit || perUnit == longest { units.append(unit) } else { rest.append(unit) }
            }
        }
        unitCount = units.isEmpty ? rest.count : units.count
        units += rest
        unitOf = .init(repeating: 0, count: work.count)
        for (number, unit) in units.enumerated() {
            for member in unit { unitOf[Int(member)] = Int32(number) }
        }
    }

    /// Units of a launch, those that are not whole included.
    var allUnits: Int {
        units.isEmpty ? (threadgroups + cores * perUnit - 1) / (cores * perUnit) * cores : units.count
    }

    /// The threadgroups of a unit, in the order in which the core takes them.
    func members(of unit: Int) -> [Int] {
        if !units.isEmpty { return units[unit].map(Int.init) }
        let first = unit / cores * cores * perUnit + unit % cores
        return (0..<perUnit).map { first + $0 * cores }.filter { $0 < threadgroups }
    }

    /// The unit to which a threadgroup belongs.
    func unit(of threadgroup: Int) -> Int {
        if !unitOf.isEmpty { return Int(unitOf[threadgroup]) }
        return threadgroup / (cores * perUnit) * cores + threadgroup % cores
    }
}
