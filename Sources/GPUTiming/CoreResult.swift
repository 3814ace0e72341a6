/// What happened on one core while it ran the threadgroups of one sample.
struct CoreResult {
    /// Ticks at which each threadgroup began and ended, in the order of the trace.
    var starts: [Int64] = []
    var ends: [Int64] = []
    /// Tick at which the last instruction and the last store were done.
    var end: Int64 = 0
    var counters = CoreCounters()
    /// Per instruction of the program.
    var executed: [Int64] = []
    /// Sectors moved beyond registers, per instruction.
    var traffic: [Int64] = []
    /// Wavefronts above the least possible, per instruction.
    var conflicts: [Int64] = []
    /// Stalled warp ticks, `instruction * 16 + StallReason.rawValue`.
    var stalls: [Int64] = []
}

/// Event counts of a core; all additive.
struct CoreCounters: Sendable {
    var instructions: Int64 = 0
    /// Instructions times active lanes.
    var laneInstructions: Int64 = 0
    var issueTicks: Int64 = 0
    /// Warp residency, in ticks.
    var warpTicks: Int64 = 0
    var branches: Int64 = 0
    var globalLoads: Int64 = 0
    var globalStores: Int64 = 0
    var globalAtomics: Int64 = 0
    var loadSectors: Int64 = 0
    var storeSectors: Int64 = 0
    /// Least sectors that could have carried the same bytes.
    var idealSectors: Int64 = 0
    var l1Wavefronts: Int64 = 0
    var l1HitSectors: Int64 = 0
    /// Sectors read from L2, hits and misses.
    var l2Sectors: Int64 = 0
    var l2HitSectors: Int64 = 0
    var l2WriteSectors: Int64 = 0
    var slcSectors: Int64 = 0
    var dramReadSectors: Int64 = 0
    var dramWriteSectors: Int64 = 0
    var sharedLoads: Int64 = 0
    var sharedStores: Int64 = 0
    var sharedWavefronts: Int64 = 0
    var sharedIdealWavefronts: Int64 = 0
    var localAccesses: Int64 = 0
    /// Busy ticks of each pipe, summed over schedulers, by `Pipe.rawValue`.
    var pipeTicks = [Int64](repeating: 0, count: Pipe.allCases.count)
}
