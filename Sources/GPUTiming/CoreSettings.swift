/// What the core model needs to know besides program and trace, in ticks and sectors.
struct CoreSettings {
    /// One buffer's share of first touches that leave L2.
    struct Buffer {
        /// First sector, and the one after the last.
        var first: UInt32
        var end: UInt32
        /// Of 65536 first touches, how many come from device memory.
        var fromDRAM: Int64
        /// Of 65536 first touches, how many come from the system-level cache.
        var fromSLC: Int64
        /// Whether the launch reads nearly all of it, so that whole transactions bring nothing that nobody wants.
        var isDense = false
        /// Of 65536 first touches, how many wait for device memory, whichever core asked it.
        var late: Int64 = 0
        /// Tick at which the translation of its addresses is there, -1 before the first access.
        var translated: Int64 = -1
    }

    var schedulers: Int
    var picksYoungest: Bool
    /// Whether a threadgroup's first warp goes to another scheduler than that of the one before it.
    var rotatesSchedulers: Bool
    /// Whether a block ends only when its loads are there.
    var waitsAtBlockEnds = false
    /// Threadgroups resident at once.
    var residents: Int
    var threadgroupLaunch: Int64

    var l1Bytes: Int
    var l1Ways: Int
    /// Ticks of one 128-byte wavefront in the data stage.
    var l1Wavefront: Int64
    /// Ticks of one sector where the data stage moves sectors, of whichever lines; 0 where banks count.
    var l1Sector: Int64
    /// Ticks per tag-stage pass over four lines.
    var l1Tag: Int64
    /// Whether banks and tags hold accesses up, not only bytes.
    var hasL1Rule = true
    var l1Latency: Int64
    var memoryQueue: Int
    /// Wavefronts that may wait for the data stage; 0 where each scheduler has its own queue.
    var backlog: Int
    /// Ticks of the constant cache for one address, 0 where there is none, and the delay that each further one brings.
    var constantInterval: Int64
    var constantReplay: Int64
    var threadgroupQueue: Int
    var missesInFlight: Int
    var threadgroupWavefront: Int64
    var threadgroupAtomic: Int64
    /// Ticks of threadgroup memory for one round of an atomic that is a loop, and until its warp is done with it.
    var floatAtomic, floatAtomicRound: Int64
    /// Whether wide loads from threadgroup memory are made for several parts of a warp at a time.
    var joinsLoads: Bool
    /// Ticks of threadgroup memory that an exchange takes for each tick of its interval, in 65536ths; 0 for none.
    var exchangeShare: Int64

    /// Ticks that the first access to a buffer takes longer.
    var firstAccess: Int64
    var l2Latency: Int64
    /// Ticks of the L2 port per sector read.
    var l2Sector: Int64
    /// Whether what is stored goes another way than what is read.
    var hasStorePort: Bool
    /// The same per sector stored, and what a line takes more that is not stored whole.
    var storedSector: Int64
    var partialLine: Int64
    var slcLatency: Int64
    var slcSector: Int64
    var dramLatency: Int64
    var dramSector: Int64
    /// Sectors of the smallest transfer from device memory.
    var dramTransaction: Int
    /// Sectors' time of the port that what is read of one line takes at least.
    var l2LeastRequest: Int64
    /// Reuse distances, in sectors this core fetched, up to which L2 and the system-level cache still hold a line.
    var l2Reach: Int64
    var slcReach: Int64
    /// Of 65536 stored sectors, how many reach device memory while the launch runs.
    var writesToDRAM: Int64
    /// Of 65536 sectors of private arrays, how many miss L1.
    var localMisses: Int64
    var buffers: [Buffer]

    /// Ticks per lane of atomics, other cores' share taken off, and of one warp's lanes that hit one address.
    var atomicSpread: Int64
    var atomicSame: Int64
    var barrierSmall: Int64
    var barrierLarge: Int64
    var complexSwitch: Int64
    /// Whether threadgroups begin one after the other, as those on a core amid a launch did, and not all at once.
    var spreadsStarts = false
    /// Whether what happens is noted with its time.
    var recordsTimeline = false
    /// Ticks that an instruction of another warp adds to the gathering of operands.
    var operandSharing: Int64
}
