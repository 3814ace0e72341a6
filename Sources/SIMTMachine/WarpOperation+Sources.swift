extension WarpOperation {
    /// Whether each lane reads the value of one lane.
    var isShuffle: Bool {
        switch self {
        case .shuffle, .broadcast, .shuffleXor, .shuffleUp, .shuffleDown, .cudaShuffleIndex, .cudaShuffleUp,
            .cudaShuffleDown, .cudaShuffleXor:
            true
        default: false
        }
    }

    /// The lane that `lane` reads, 0 ..< 32; its own where the source lies outside.
    @inline(__always)
    func source(of lane: Int, operand: UInt32, control: UInt32) -> Int {
        switch self {
        case .shuffle, .broadcast: Int(operand & 31)
        case .shuffleXor: lane ^ Int(operand & 31)
        case .shuffleUp: Int(operand) <= lane ? lane - Int(operand) : lane
        case .shuffleDown: Int(operand) <= 31 - lane ? lane + Int(operand) : lane
        default: CUDAShuffle.source(self, lane: lane, operand: operand, control: control) & 31
        }
    }

    /// The lanes whose result depends on one of the undefined lanes.
    func affected(by undefined: UInt32, _ mask: UInt32) -> UInt32 {
        switch self {
        case .prefixInclusiveSumFloat, .prefixInclusiveProductFloat, .prefixInclusiveSumInt, .prefixInclusiveProductInt:
            return mask & ~((undefined & (0 &- undefined)) &- 1)
        case .prefixExclusiveSumFloat, .prefixExclusiveProductFloat, .prefixExclusiveSumInt, .prefixExclusiveProductInt:
            let lowest = undefined & (0 &- undefined)
            return mask & ~((lowest &- 1) | lowest)
        case .broadcastFirst: return undefined & (mask & (0 &- mask)) == 0 ? 0 : mask
        case .activeMask: return 0
        default: return mask
        }
    }
}
