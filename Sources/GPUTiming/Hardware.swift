package import SIMTMachine

/// One GPU as the timing model sees it: every figure comes from a YAML file in `configs/gpus`.
///
/// Latencies are in core cycles, rates in bytes per core cycle; the reader has converted nanoseconds and GB/s.
package struct Hardware: Sendable {
    /// Who made the GPU; decides the occupancy rules and the names of metrics.
    package enum Vendor: String, Sendable, CaseIterable, Codable {
        case apple
        case nvidia
    }

    /// Which ready warp a scheduler takes when the one it issued last is not ready.
    package enum WarpPick: String, Sendable, CaseIterable {
        case oldest
        case youngest
    }

    /// Name by which users choose the GPU.
    package var name: String
    /// One line for people.
    package var title: String
    /// Who made it.
    package var vendor: Vendor
    /// Cores (Apple) or streaming multiprocessors (NVIDIA).
    package var cores: Int
    /// Core clock while a kernel runs, in MHz: what times are modelled at.
    package var clockMHz: Double
    /// Schedulers and residency limits.
    package var core: Core
    /// The register file.
    package var registers: RegisterFile
    /// Threadgroup (shared) memory.
    package var threadgroupMemory: ThreadgroupMemory
    /// The first-level data cache.
    package var l1: L1
    /// The cache all cores share.
    package var l2: SharedCache
    /// System-level cache behind L2; nil where the chip has none.
    package var slc: SharedCache?
    /// Device memory.
    package var dram: DRAM
    /// Device atomics.
    package var atomics: Atomics
    /// Barriers.
    package var barrier: Barrier
    /// Launch costs.
    package var launch: Launch
    /// Cost by `OperationClass.rawValue`, for every class that is not memory, barrier or free.
    package var classes: [ClassCost?]
    /// Issue cycles by distance 1, 2, 3, 4 or more to the nearest producer, per operand kind; empty where constant.
    package var issueByDistance: [ClassCost.OperandKind: [Double]]
    /// Cycles from one issue of a warp to its next by the same distances, for operands that the register cache does not
    /// hold; empty where a warp may issue in every cycle.
    package var holdByDistance: [ClassCost.OperandKind: [Double]] = [:]
    /// The highest core clock, in MHz, which published peaks are figures of; what nothing can be faster than.
    package var peakClockMHz: Double = 0
    /// Cycles that each instruction of another warp of the scheduler, issued in between, adds to that.
    package var operandSharing: Double = 0
    /// Issue cycles of an instruction that reads only one register, whatever the distance.
    package var singleOperandIssue: Double = 1
    /// Extra cycles of the complex pipe when it changes between transcendentals and integer work.
    package var complexSwitch: Double
    /// How many figures the file gives.
    package var figureCount: Int
    /// How many of them are estimates.
    package var estimateCount: Int

    /// Share of the figures that are estimates, 0 ... 1.
    package var estimatedShare: Double { figureCount == 0 ? 0 : Double(estimateCount) / Double(figureCount) }

    /// "m1-pro (19 % of its parameters are estimates)".
    package var label: String {
        "\(name) (\(Int((estimatedShare * 100).rounded())) % of its parameters are estimates)"
    }

    /// The cost of `operation`; nil for memory, barriers and free instructions.
    package func cost(of operation: OperationClass) -> ClassCost? { classes[Int(operation.rawValue)] }

    /// Schedulers and residency limits of a core.
    package struct Core: Sendable {
        /// Warp schedulers; each issues one instruction a cycle.
        package var schedulers: Int
        /// Which ready warp follows the greedy one.
        package var pick: WarpPick
        /// Most resident threads.
        package var threads: Int
        /// Most resident warps.
        package var warps: Int
        /// Most resident threadgroups.
        package var threadgroups: Int
        /// Most threads of a threadgroup.
        package var threadsPerThreadgroup: Int
        /// Bytes of the instruction cache; nil where code always comes in time.
        package var instructionCache: Int?
        /// Scoreboard slots by which a warp waits for loads: none outlasts its block; 0 where each register is waited for.
        package var loadSlots = 0
    }

    /// The register file and its allocation rules; a register has 32 bits.
    package struct RegisterFile: Sendable {
        /// Size in bytes.
        package var bytes: Int
        /// Most registers of a thread.
        package var perThread: Int
        /// Registers per thread are rounded up to this many.
        package var threadUnit: Int
        /// Registers per warp are rounded up to this many (NVIDIA).
        package var warpUnit: Int
        /// The resident threads that registers allow are rounded down to this many (Apple).
        package var threadGranularity: Int
        /// Registers that the vendor's compiler needs above the live values our IR shows.
        package var allowance: Int
        /// Cycles that a result takes longer to the other arithmetic pipe or to memory than to its own; 0 for none.
        package var crossing = 0.0
        /// Cycles from a comparison to an instruction under its predicate; 0 where it is an operand like others.
        package var guarding = 0.0
        /// Cycles in which a load writes 32 lanes' 4 bytes into registers; 0 where it does so as fast as they come.
        package var loadWrite = 0.0
    }

    /// Threadgroup (shared) memory.
    package struct ThreadgroupMemory: Sendable {
        /// Bytes that resident threadgroups share.
        package var bytesPerCore: Int
        /// Most bytes of one threadgroup.
        package var bytesPerThreadgroup: Int
        /// Taken by the system from each threadgroup's share.
        package var reservedPerThreadgroup: Int
        /// Rounding of a threadgroup's bytes.
        package var granularity: Int
        /// Sizes the core can set aside, ascending; empty where the memory is separate from L1.
        package var carveOuts: [Int]
        /// Bytes per core cycle.
        package var bytesPerCycle: Double
        /// Cycles from issue to a dependent instruction.
        package var latency: Double
        /// Cycles per lane that hits the same word.
        package var atomicInterval: Double
        /// Instructions a scheduler may have waiting for the shared stage, where it has a queue of its own.
        package var queue: Int
        /// Wavefronts of threadgroup memory whose time an exchange between lanes takes; 0 where it has its own way.
        package var shuffleWavefronts: Double = 0
        /// Whether loads of 8 and 16 bytes are made for twice as many lanes at a time where neighbours share addresses.
        package var joinsLoads = false
        /// Whether lanes that add 1 to one word, and do not read it, are counted first.
        package var countsIncrements = false
        /// Cycles of a warp for one lane of one word where an atomic on a float is a loop; 0 where it is none.
        package var floatAtomicRound: Double = 0
        /// Cycles for which such a round keeps threadgroup memory busy.
        package var floatAtomicInterval: Double = 0
    }

    /// The data cache of a core and the path into it.
    package struct L1: Sendable {
        /// Bytes, threadgroup memory included where the two are one memory.
        package var bytes: Int
        /// Whether threadgroup memory is carved out of it.
        package var isUnified: Bool
        /// Lines of a set.
        package var ways: Int
        /// Bytes per core cycle.
        package var bytesPerCycle: Double
        /// Cycles from issue to a dependent instruction.
        package var latency: Double
        /// Latency of a uniform read of constant memory or launch arguments.
        package var constantLatency: Double
        /// 128-byte lines that may be on their way at once.
        package var missesInFlight: Int
        /// Factor on the cycles of the tag stage.
        package var tagScale: Double
        /// Instructions a scheduler may have waiting for the shared stage.
        package var queue: Int
        /// Wavefronts of all schedulers that may wait for the stage, whichever instructions they belong to; 0 where each
        /// scheduler has a queue of instructions instead.
        package var backlog: Int = 0
        /// Cycles for which the constant cache serves one address; 0 where constants go through this cache.
        package var constantInterval: Double = 0
        /// Cycles by which each further address of one read of constants delays it.
        package var constantReplay: Double = 0
        /// Cycles a scheduler's address unit needs per instruction.
        package var addressInterval: Double
    }

    /// A cache shared by all cores.
    package struct SharedCache: Sendable {
        /// Size in bytes.
        package var bytes: Int
        /// Cycles from issue to a dependent instruction.
        package var latency: Double
        /// Latency of the far partition; the same as `latency` where there is one.
        package var farLatency: Double
        /// Bytes per cycle that one core gets when all are active.
        package var bytesPerCyclePerCore: Double
        /// Share of the bytes that one launch's data can hold; less than 1 where partitions keep copies.
        package var retained: Double = 1
        /// Bytes per cycle that one core gets when it is alone; never less than `bytesPerCyclePerCore`.
        package var portBytesPerCycle: Double
        /// Whether what is stored has figures, and so a way, of its own; else it shares the port with what is read.
        package var hasStorePort = false
        /// The same two for whole sectors that are stored.
        package var writeBytesPerCyclePerCore: Double
        package var writePortBytesPerCycle: Double
        /// Sectors' time that a line takes more of which some bytes are stored and others are not.
        package var partialLine: Double = 0
        /// Bytes of a core's port that what is read of one line takes at least.
        package var leastRequest = 32
    }

    /// Device memory.
    package struct DRAM: Sendable {
        /// GB/s on paper.
        package var bandwidth: Double
        /// Share of it that streaming reaches.
        package var achieved: Double
        /// Cycles from issue to a dependent instruction.
        package var latency: Double
        /// Bytes of the smallest transfer.
        package var transaction: Int
    }

    /// Device atomics, in operations of one lane.
    package struct Atomics: Sendable {
        /// Whole chip, different addresses, per cycle.
        package var spreadPerCycle: Double
        /// Whole chip, one address, per cycle.
        package var sameAddressPerCycle: Double
        /// Cycles from issue to a dependent instruction.
        package var latency: Double
    }

    /// Barriers, in cycles from the last arrival to release.
    package struct Barrier: Sendable {
        /// Threadgroups of up to 8 warps.
        package var small: Double
        /// Threadgroups of 32 warps.
        package var large: Double
        /// A barrier of one simdgroup.
        package var simdgroup: Double
        /// A memory fence.
        package var fence: Double
    }

    /// What starting work costs.
    package struct Launch: Sendable {
        /// Nanoseconds of a launch that does nothing.
        package var fixed: Double
        /// Nanoseconds of the dispatcher per 1024 threads.
        package var perThousandThreads: Double
        /// Nanoseconds of the dispatcher per threadgroup, whatever its size.
        package var perThreadgroup: Double = 0
        /// Cycles from a slot's release to the next threadgroup's first issue.
        package var threadgroup: Double
        /// Cycles that a core's first access to a buffer takes longer when the launch before used other memory.
        package var firstAccess: Double = 0
        /// The same right after a launch that used the same memory.
        package var firstAccessWarm: Double = 0
    }
}
