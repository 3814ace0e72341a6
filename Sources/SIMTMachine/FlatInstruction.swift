import CLanes

/// One instruction in its executable form: operands are byte offsets into the warp's register file.
struct FlatInstruction {
    /// The lane function, for `lane32` and `lane64`.
    var function: ks_lane_fn
    var destination: Int32
    var first: Int32
    var second: Int32
    var third: Int32
    /// Index or raw value that the opcode explains.
    var extra: Int32
    var opcode: Opcode

    /// `second` of a load or store that is atomic.
    static let atomicAccess: Int32 = -1
    /// `extra` of an instruction that does nothing but order the accesses of a simdgroup.
    static let simdgroupBarrier: Int32 = 1
    /// `extra` of an instruction that does nothing but order the accesses of its thread.
    static let fence: Int32 = 2
    /// `extra` of an instruction that does nothing but tell that a texture is read or written outside its bounds.
    static let textureRead: Int32 = 3
    static let textureWrite: Int32 = 4
    /// `extra` of an instruction that does nothing but say for which lanes each lane's warp function is.
    static let warpMembers: Int32 = 5
    /// The same, and it orders the accesses of those lanes.
    static let warpBarrier: Int32 = 6
    /// `extra` of a wait for asynchronous copies, plus the groups that it leaves on their way; for timing alone.
    static let asyncWait: Int32 = 16
}

/// How a block ends, in executable form.
struct FlatBlock {
    let start: Int32
    let end: Int32
    /// Row of the branch condition, or -1 for a jump, or -2 for the end of the kernel.
    let condition: Int32
    let ifTrue: Int32
    let ifFalse: Int32
}

extension [FlatBlock] {
    /// For each block whether lanes there may yet take part in something that lanes do together.
    func leadingToMeetings(_ instructions: [FlatInstruction]) -> [Bool] {
        var predecessors = [[Int]](repeating: [], count: count)
        var open: [Int] = []
        for index in indices {
            if self[index].condition != -2 {
                for target in [Int(self[index].ifTrue), Int(self[index].ifFalse)] { predecessors[target].append(index) }
            }
            let body = instructions[Int(self[index].start)..<Int(self[index].end)]
            let meets = body.contains {
                $0.opcode == .warp || $0.opcode == .barrier || $0.opcode == .matrix
                    || ($0.opcode == .nothing && $0.extra != FlatInstruction.fence)
            }
            if meets { open.append(index) }
        }
        var found = map { _ in false }
        while let next = open.popLast() {
            if found[next] { continue }
            found[next] = true
            open += predecessors[next]
        }
        return found
    }

    /// For each block the number of the cycle that it is part of: blocks of one number reach each other.
    ///
    /// Blocks that stand together in the order in which lanes are resumed, so a cycle ends where no later block leads back
    /// before its start.
    func cycles() -> [Int32] {
        var last = [Int](indices)
        for index in indices where self[index].condition != -2 {
            for target in [Int(self[index].ifTrue), Int(self[index].ifFalse)] where target <= index {
                last[target] = Swift.max(last[target], index)
            }
        }
        var found: [Int32] = []
        var end = -1
        var number: Int32 = 0
        for index in indices {
            if index > end { number = Int32(index) }
            end = Swift.max(end, last[index])
            found.append(number)
        }
        return found
    }

    /// For each block whether a way leads to it from one with a barrier.
    func followingBarriers(_ instructions: [FlatInstruction]) -> [Bool] {
        var open: [Int] = []
        var found = map { _ in false }
        func successors(_ block: FlatBlock) -> [Int] {
            block.condition == -2 ? [] : [Int(block.ifTrue), Int(block.ifFalse)]
        }
        for block in self {
            let body = instructions[Int(block.start)..<Int(block.end)]
            if body.contains(where: { $0.opcode == .barrier }) { open += successors(block) }
        }
        while let next = open.popLast() {
            if found[next] { continue }
            found[next] = true
            open += successors(self[next])
        }
        return found
    }
}

/// A matrix product in executable form.
struct FlatMatrix {
    let shape: MatrixOperation.Shape
    let format: MatrixOperation.Format
    /// Place in the table of rows: a's elements, b's, c's, then d's.
    let firstRow: Int32
}
