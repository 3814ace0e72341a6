/// Something that works and is not promised, or is hardly meant: told beside the verdict.
package enum MachineNotice: Hashable, Sendable {
    /// Some threads of a SIMD group do not come to the barrier that its others pass.
    case partialBarrier(line: Int)
    /// A warp ended without coming to the barrier on a line, which orders no memory and at which others of its threadgroup
    /// wait.
    case missedBarrier(line: Int)
    /// Threads access threadgroup memory on two lines, the lower one first, with a barrier in between that does not order it.
    case unfencedBarrier(lines: [Int])
    /// A texture was read or written outside its bounds.
    case textureOutside(line: Int, isWrite: Bool)
    /// A warp function names lanes that are elsewhere.
    case absentLanes(line: Int, lanes: UInt32)

    /// What notices are sorted by: their kind, then line and details.
    package var order: [Int] {
        switch self {
        case .partialBarrier(let line): [0, line]
        case .missedBarrier(let line): [3, line]
        case .unfencedBarrier(let lines): [4] + lines
        case .textureOutside(let line, let isWrite): [1, line, isWrite ? 1 : 0]
        case .absentLanes(let line, let lanes): [2, line, Int(lanes)]
        }
    }
}
