/// Where one warp stands: the lanes that run, where they are, and the lanes that wait elsewhere.
struct WarpState {
    /// Block that the running lanes are in.
    var block: Int32 = 0
    /// Next instruction of that block; -1 for the block's start.
    var resume: Int32 = -1
    /// Lanes that run now.
    var mask: UInt32 = 0
    /// Lanes that have not returned.
    var alive: UInt32 = 0
    /// Lanes that the warp started with.
    var started: UInt32 = 0
    /// Number of waiting groups in `waiting`.
    var waitingCount: Int32 = 0
    /// Barriers passed so far.
    var barriers: Int32 = 0
    /// Lanes that have reached the barrier at `barrierPosition` while others of the warp are elsewhere.
    var parked: UInt32 = 0
    /// Lanes that were past a barrier, with more to do than return, when the first lanes were parked, and have not come since.
    var strayed: UInt32 = 0
    /// Instruction number of the barrier that the warp waits at.
    var barrierPosition: Int32 = 0
    /// True where the whole warp returned before any warp of its threadgroup had passed a barrier.
    var returnedEarly = false
    /// True where the warp ended without coming to a barrier at which others waited, and that was told.
    var isExcused = false
    /// True once every lane has returned.
    var finished = false
}

/// Lanes of a warp that wait to run a block.
struct WaitingLanes {
    var block: Int32
    var mask: UInt32
}

/// Why the engine came back from a warp.
enum WarpStop {
    case finished
    case barrier
    case fault
}

/// One piece of memory that pointers may name.
struct Segment {
    /// First byte; nil where the segment is not mapped.
    var base: UnsafeMutablePointer<UInt8>?
    var byteCount: Int
    var isWritable: Bool
    /// Flat address of byte 0, for sector numbers; 0 for threadgroup and private memory, which have none.
    var flatBase: UInt64
}
