/// What orders the accesses of one warp's lanes among each other.
struct WarpOrder {
    /// The mark of lane 0 without its instruction: stamp and first thread number.
    var mark: UInt64 = 0
    /// Stamp of the last simdgroup barrier that ordered threadgroup memory.
    var threadgroupFence: UInt32 = 0
    /// Stamp of the last simdgroup barrier that ordered device memory.
    var deviceFence: UInt32 = 0
    /// Stamp of the last exchange between lanes.
    var exchange: UInt32 = 0
    /// The lanes that took part in it.
    var exchanged: UInt32 = 0
}
