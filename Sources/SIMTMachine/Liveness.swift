/// Which registers are needed where: per block the registers live at its start and end.
struct Liveness {
    /// Registers that matter across blocks, as dense numbers; -1 for the others.
    private(set) var denseIndex: [Int32]
    /// The register behind each dense number.
    private(set) var registers: [VirtualRegister] = []
    private(set) var liveIn: [BitSet] = []
    private(set) var liveOut: [BitSet] = []

    init(_ program: VirtualProgram) {
        let pinned = program.pinned
        denseIndex = Array(repeating: -1, count: program.isWide.count)
        var home = Array(repeating: Int32(-1), count: program.isWide.count)
        var crossing = Array(repeating: false, count: program.isWide.count)
        func touch(_ register: VirtualRegister, _ block: Int) {
            let index = register.subscriptIndex
            if home[index] == -1 { home[index] = Int32(block) }
            if home[index] != Int32(block) { crossing[index] = true }
        }
        for (number, block) in program.blocks.enumerated() {
            var written: Set<Int32> = []
            for instruction in block.instructions {
                program.forEachUse(instruction) {
                    touch($0, number)
                    // Read before written in its only block: carried around a loop.
                    if !written.contains($0.index) { crossing[$0.subscriptIndex] = true }
                }
                program.forEachDefinition(instruction) {
                    touch($0, number)
                    written.insert($0.index)
                }
            }
            if case .branch(let bit, _, _) = block.terminator { touch(bit, number) }
        }
        for index in crossing.indices where crossing[index] && !pinned[index] {
            denseIndex[index] = Int32(registers.count)
            registers.append(VirtualRegister(index))
        }
        solve(program)
    }

    /// Solves the backward data flow by iteration from the last block to the first.
    private mutating func solve(_ program: VirtualProgram) {
        let count = registers.count
        var upward: [BitSet] = []
        var killed: [BitSet] = []
        for block in program.blocks {
            var reads = BitSet(count: count)
            var writes = BitSet(count: count)
            for instruction in block.instructions {
                program.forEachUse(instruction) {
                    let dense = Int(denseIndex[$0.subscriptIndex])
                    if dense >= 0, !writes.contains(dense) { reads.insert(dense) }
                }
                program.forEachDefinition(instruction) {
                    let dense = Int(denseIndex[$0.subscriptIndex])
                    if dense >= 0 { writes.insert(dense) }
                }
            }
            if case .branch(let bit, _, _) = block.terminator {
                let dense = Int(denseIndex[bit.subscriptIndex])
                if dense >= 0, !writes.contains(dense) { reads.insert(dense) }
            }
            upward.append(reads)
            killed.append(writes)
        }
        liveIn = upward
        liveOut = Array(repeating: BitSet(count: count), count: program.blocks.count)
        var changed = true
        while changed {
            changed = false
            for index in program.blocks.indices.reversed() {
                for successor in program.blocks[index].successors { liveOut[index].formUnion(liveIn[successor]) }
                if liveIn[index].formUnion(liveOut[index], subtracting: killed[index]) { changed = true }
            }
        }
    }
}

/// A fixed-size set of small numbers.
struct BitSet {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    /// True where `number` is in the set.
    func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 == 1 }

    /// Adds `number`.
    mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

    /// Takes `number` out.
    mutating func remove(_ number: Int) { words[number >> 6] &= ~(1 << UInt64(number & 63)) }

    /// Adds every member of `other`.
    mutating func formUnion(_ other: BitSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Adds every member of `other` that is not in `removed`; true where that changed the set.
    mutating func formUnion(_ other: BitSet, subtracting removed: BitSet) -> Bool {
        var changed = false
        for index in words.indices {
            let merged = words[index] | (other.words[index] & ~removed.words[index])
            if merged != words[index] { changed = true }
            words[index] = merged
        }
        return changed
    }

    /// Calls `body` with each member in ascending order.
    func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
