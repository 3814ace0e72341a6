/// Assigns each virtual register a row of the warp's register file, reusing rows whose values are no longer needed.
///
/// Linear scan over the blocks in their final order. A row may be shared by values whose live intervals do not overlap; lanes
/// that wait elsewhere keep theirs, because a warp with waiting lanes writes only its active lanes.
struct RegisterAllocation {
    /// Byte offset of each register's row in the register file.
    private(set) var offsets: [Int32]
    /// Bytes of the register file of one warp.
    private(set) var byteCount: Int
    /// The largest number of 32-bit registers alive at once, pinned ones aside.
    private(set) var pressure: Int

    /// Bytes of a row of 32 lanes of 32 bits.
    static let rowBytes = 128

    init(_ program: VirtualProgram) {
        let liveness = Liveness(program)
        let pinned = program.pinned
        let count = program.isWide.count
        offsets = Array(repeating: 0, count: count)
        // The first rows are for operands that an instruction does not have: always defined.
        var next = 2 * Self.rowBytes
        for index in 0..<count where pinned[index] {
            offsets[index] = Int32(next)
            next += program.isWide[index] ? 2 * Self.rowBytes : Self.rowBytes
        }
        let (starts, ends, positions) = Self.intervals(program, liveness)
        var arriving = Array(repeating: [Int32](), count: positions + 1)
        var leaving = Array(repeating: [Int32](), count: positions + 1)
        for index in 0..<count where !pinned[index] && starts[index] >= 0 {
            arriving[starts[index]].append(Int32(index))
            leaving[ends[index]].append(Int32(index))
        }
        var freeNarrow: [Int32] = []
        var freeWide: [Int32] = []
        var live = 0
        pressure = 0
        for position in 0...positions {
            for index in arriving[position] {
                let wide = program.isWide[Int(index)]
                if let row = wide ? freeWide.popLast() : freeNarrow.popLast() {
                    offsets[Int(index)] = row
                } else {
                    offsets[Int(index)] = Int32(next)
                    next += wide ? 2 * Self.rowBytes : Self.rowBytes
                }
                live += wide ? 2 : 1
            }
            pressure = max(pressure, live)
            for index in leaving[position] {
                if program.isWide[Int(index)] {
                    freeWide.append(offsets[Int(index)])
                    live -= 2
                } else {
                    freeNarrow.append(offsets[Int(index)])
                    live -= 1
                }
            }
        }
        byteCount = max(next, Self.rowBytes)
    }

    /// First and last position of each register over all blocks laid end to end.
    private static func intervals(
        _ program: VirtualProgram, _ liveness: Liveness
    ) -> (starts: [Int], ends: [Int], positions: Int) {
        var starts = Array(repeating: -1, count: program.isWide.count)
        var ends = Array(repeating: -1, count: program.isWide.count)
        func extend(_ register: VirtualRegister, _ position: Int) {
            let index = register.subscriptIndex
            if starts[index] < 0 || position < starts[index] { starts[index] = position }
            ends[index] = max(ends[index], position)
        }
        var position = 0
        for (number, block) in program.blocks.enumerated() {
            liveness.liveIn[number].forEach { extend(liveness.registers[$0], position) }
            for instruction in block.instructions {
                position += 1
                program.forEachUse(instruction) { extend($0, position) }
                program.forEachDefinition(instruction) { extend($0, position) }
            }
            position += 1
            if case .branch(let bit, _, _) = block.terminator { extend(bit, position) }
            liveness.liveOut[number].forEach { extend(liveness.registers[$0], position) }
            position += 1
        }
        return (starts, ends, position)
    }
}
