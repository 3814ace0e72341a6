/// Loops of a program whose blocks stand in an order where each loop's blocks are together, its header first.
struct LoopNest {
    /// One loop.
    struct Loop {
        /// Its first block.
        let header: Int
        /// Its last block, which goes back to the header.
        let latch: Int
        /// Whether `block` belongs to it.
        func contains(_ block: Int) -> Bool { block >= header && block <= latch }
    }

    /// Loops by header.
    private(set) var loops: [Loop] = []
    /// Index of the innermost loop of each block, -1 outside.
    private(set) var innermost: [Int]
    /// Blocks that come before each block on every path, one bit each, in words of 64.
    private var dominators: [[UInt64]]

    /// The loops of a program with these successors.
    init(successors: [[Int]]) {
        let count = successors.count
        var latches: [Int: Int] = [:]
        var predecessors = [[Int]](repeating: [], count: count)
        for (block, list) in successors.enumerated() {
            for target in list {
                predecessors[target].append(block)
                if target <= block { latches[target] = max(latches[target] ?? 0, block) }
            }
        }
        loops = latches.sorted { $0.key < $1.key }.map { Loop(header: $0.key, latch: $0.value) }
        innermost = .init(repeating: -1, count: count)
        // Outer loops have the smaller headers, so that inner ones overwrite them.
        for (index, loop) in loops.enumerated() { for block in loop.header...loop.latch { innermost[block] = index } }
        let words = (count + 63) / 64
        let all = [UInt64](repeating: .max, count: words)
        dominators = .init(repeating: all, count: count)
        func only(_ block: Int) -> [UInt64] {
            var bits = [UInt64](repeating: 0, count: words)
            bits[block / 64] |= 1 << UInt64(block % 64)
            return bits
        }
        if count > 0 { dominators[0] = only(0) }
        var changed = true
        while changed {
            changed = false
            for block in 1..<max(1, count) {
                var meet = all
                for one in predecessors[block] { for word in 0..<words { meet[word] &= dominators[one][word] } }
                meet[block / 64] |= 1 << UInt64(block % 64)
                if meet != dominators[block] {
                    dominators[block] = meet
                    changed = true
                }
            }
        }
    }

    /// Whether every path to `block` goes through `other`.
    func dominates(_ other: Int, _ block: Int) -> Bool {
        dominators[block][other / 64] >> UInt64(other % 64) & 1 == 1
    }

    /// The loops around `block`, the innermost first.
    func around(_ block: Int) -> [Loop] {
        guard innermost[block] >= 0 else { return [] }
        return loops[...innermost[block]].reversed().filter { $0.contains(block) }
    }
}
