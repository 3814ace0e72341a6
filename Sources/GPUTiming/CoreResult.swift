/// What happened on one core while it ran the threadgroups of one sample.
struct CoreResult {
    /// Ticks at which each threadgroup began and ended, in the order of the trace.
    var starts: [Int64] = []
    /// Ticks at which each threadgroup ended.
    var ends: [Int64] = []
    /// Warp instructions that the core had issued when each threadgroup began.
    var issuedAtStart: [Int64] = []
    /// The same when it ended.
    var issuedAtEnd: [Int64] = []
    /// Tick at which the last instruction and the last store were done.
    var end: Int64 = 0
    /// Event counts.
    var counters = CoreCounters()
    /// Per instruction of the program.
    var executed: [Int64] = []
    /// Sectors moved beyond registers, per instruction.
    var traffic: [Int64] = []
    /// Wavefronts above the least possible, per instruction.
    var conflicts: [Int64] = []
    /// Stalled warp ticks, `instruction * 16 + StallReason.rawValue`.
    var stalls: [Int64] = []
    /// Sectors beyond the least that could have carried the bytes asked for, per instruction.
    var excess: [Int64] = []
    /// Executions times active lanes, per instruction.
    var lanes: [Int64] = []
    /// What happened when; nil unless it was asked for.
    var timeline: CoreTimeline?
}

/// Event counts of a core; all additive.
struct CoreCounters: Sendable {
    /// Warp instructions issued.
    var instructions: Int64 = 0
    /// Instructions times active lanes.
    var laneInstructions: Int64 = 0
    /// Ticks of issue slots in use.
    var issueTicks: Int64 = 0
    /// Warp residency, in ticks.
    var warpTicks: Int64 = 0
    /// Branch instructions.
    var branches: Int64 = 0
    /// Load instructions of device and divergent constant memory.
    var globalLoads: Int64 = 0
    /// Store instructions of device memory.
    var globalStores: Int64 = 0
    /// Atomic instructions of device memory.
    var globalAtomics: Int64 = 0
    /// Sectors that loads asked for.
    var loadSectors: Int64 = 0
    /// Sectors that stores wrote.
    var storeSectors: Int64 = 0
    /// Bytes that loads asked for.
    var loadBytes: Int64 = 0
    /// Bytes that stores wrote.
    var storeBytes: Int64 = 0
    /// Least sectors that could have carried the same bytes.
    var idealSectors: Int64 = 0
    /// Passes through the L1 data stage.
    var l1Wavefronts: Int64 = 0
    /// Sectors found in L1.
    var l1HitSectors: Int64 = 0
    /// Sectors read from L2, hits and misses.
    var l2Sectors: Int64 = 0
    /// Sectors found in L2.
    var l2HitSectors: Int64 = 0
    /// Sectors written to L2.
    var l2WriteSectors: Int64 = 0
    /// Sectors found in the system-level cache.
    var slcSectors: Int64 = 0
    /// Sectors read from device memory.
    var dramReadSectors: Int64 = 0
    /// Sectors written to device memory.
    var dramWriteSectors: Int64 = 0
    /// Loads and atomics of threadgroup memory.
    var sharedLoads: Int64 = 0
    /// Stores to threadgroup memory.
    var sharedStores: Int64 = 0
    /// Passes through threadgroup memory.
    var sharedWavefronts: Int64 = 0
    /// Passes without bank conflicts.
    var sharedIdealWavefronts: Int64 = 0
    /// Passes beyond those, of atomics alone.
    var sharedAtomicConflicts: Int64 = 0
    /// Accesses to private arrays in memory.
    var localAccesses: Int64 = 0
    /// Busy ticks of each pipe, summed over schedulers, by `Pipe.rawValue`.
    var pipeTicks = [Int64](repeating: 0, count: Pipe.allCases.count)
}
