import CLanes

/// Joins loads and stores of neighbouring addresses, as the vendors' compilers do: `float4` members become one access.
extension Lowering {
    /// Widest access of one lane in bytes.
    private static let widest = 16

    /// A memory instruction whose address is a register plus a constant.
    private struct Access {
        /// Place in the block.
        let place: Int
        /// Register that the address counts from, and where it was written in this block.
        let root: Int32
        /// Place of that write, -1 before the block.
        let rootWritten: Int
        /// Byte distance from the root.
        let offset: Int
        /// Its side table entry.
        let operation: MemoryOperation
    }

    /// Joins what stands in one block without other memory work in between.
    mutating func mergeAccesses() {
        var values: [Int32: Int] = [:]
        for constant in program.constants where program.isWide[constant.register.subscriptIndex] {
            values[constant.register.index] = Int(truncatingIfNeeded: constant.value)
        }
        for block in program.blocks.indices {
            for opcode in [Opcode.load, .store] { merge(opcode, in: block, constants: values) }
        }
    }

    /// Joins the loads or stores of one block.
    private mutating func merge(_ opcode: Opcode, in block: Int, constants: [Int32: Int]) {
        let instructions = program.blocks[block].instructions
        var defined: [Int32: Int] = [:]
        var runs: [[Access]] = [[]]
        for (place, instruction) in instructions.enumerated() {
            defer { program.forEachDefinition(instruction) { defined[$0.index] = place } }
            switch instruction.opcode {
            case .load, .store, .atomic, .barrier, .nothing, .warp, .matrix, .trap:
                guard instruction.opcode == opcode, instruction.workClass != .localLoad,
                    instruction.workClass != .localStore
                else {
                    // Loads may pass loads; nothing else may pass memory work.
                    if !(opcode == .load && instruction.opcode == .warp) { runs.append([]) }
                    continue
                }
                let (root, offset) = address(instruction.first, instructions, defined, constants)
                runs[runs.count - 1].append(
                    Access(
                        place: place, root: root, rootWritten: defined[root] ?? -1, offset: offset,
                        operation: program.memoryOperations[Int(instruction.extra)]))
            default: break
            }
        }
        var gone: Set<Int> = []
        var replaced: [Int: VirtualInstruction] = [:]
        for run in runs where run.count > 1 {
            for group in groups(of: run) {
                let ordered = group.sorted { $0.place < $1.place }
                guard let lowest = group.first, let target = opcode == .load ? ordered.first : ordered.last else {
                    continue
                }
                // A load's address must be there at the first of them; a store's at the last, where it always is.
                guard opcode == .store || lowest.place == target.place else { continue }
                var joined = instructions[target.place]
                joined.first = instructions[lowest.place].first
                let components = group.flatMap { access in
                    access.operation.components.map {
                        MemoryComponent(
                            offset: $0.offset + access.offset - lowest.offset, byteCount: $0.byteCount,
                            register: $0.register)
                    }
                }
                program.memoryOperations.append(
                    MemoryOperation(
                        components: components, byteCount: components.map { $0.offset + $0.byteCount }.max() ?? 0,
                        alignment: lowest.operation.alignment, atomic: nil))
                joined.extra = Int32(program.memoryOperations.count - 1)
                replaced[target.place] = joined
                for access in group where access.place != target.place { gone.insert(access.place) }
            }
        }
        guard !replaced.isEmpty else { return }
        program.blocks[block].instructions = instructions.enumerated().compactMap { place, instruction in
            gone.contains(place) ? nil : replaced[place] ?? instruction
        }
    }

    /// Groups of two and more accesses that lie side by side within one aligned piece, lowest address first.
    private func groups(of run: [Access]) -> [[Access]] {
        let sorted = run.sorted {
            ($0.root, $0.rootWritten, $0.offset, $0.place) < ($1.root, $1.rootWritten, $1.offset, $1.place)
        }
        var groups: [[Access]] = []
        var place = 0
        while place < sorted.count {
            let lowest = sorted[place]
            var members = [lowest]
            var end = lowest.offset + lowest.operation.byteCount
            let limit = min(Self.widest, lowest.operation.alignment)
            var next = place + 1
            while next < sorted.count, sorted[next].root == lowest.root, sorted[next].rootWritten == lowest.rootWritten,
                sorted[next].offset == end, end + sorted[next].operation.byteCount - lowest.offset <= limit
            {
                members.append(sorted[next])
                end += sorted[next].operation.byteCount
                next += 1
            }
            // Accesses of one, two, four, eight or sixteen bytes exist.
            while members.count > 1, (end - lowest.offset).nonzeroBitCount != 1 {
                end -= members.removeLast().operation.byteCount
            }
            if members.count > 1 { groups.append(members) }
            place += members.count
        }
        return groups
    }

    /// The register and the constant that make an address, looking through additions of constants in this block.
    private func address(
        _ register: VirtualRegister, _ instructions: [VirtualInstruction], _ defined: [Int32: Int],
        _ constants: [Int32: Int]
    ) -> (root: Int32, offset: Int) {
        guard let made = defined[register.index] else { return (register.index, 0) }
        let instruction = instructions[made]
        guard instruction.opcode == .lane64, instruction.operation == KS_ADD_I64,
            let distance = constants[instruction.second.index],
            (defined[instruction.first.index] ?? -1) < made
        else { return (register.index, 0) }
        return (instruction.first.index, distance)
    }
}
