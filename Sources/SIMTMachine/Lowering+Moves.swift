import CLanes

extension Lowering {
    /// Registers that are looked at; moves between others stay. Their conflicts take a bit per pair.
    private static let coalescingLimit = 8192

    /// Gives the two registers of a move one name where they are never needed at the same time, and drops the move.
    ///
    /// That is what a loop's variables look like: the value of the next round is computed beside the current one and
    /// moved over it. Lanes run apart do not matter: each lane's rows are its own, so what holds for one thread's program
    /// holds for all of them.
    mutating func coalesceMoves() {
        let pinned = program.pinned
        var candidates: [Int32: Int] = [:]
        var moves: [(target: Int, source: Int)] = []
        for block in program.blocks {
            for instruction in block.instructions where Self.isMove(instruction) {
                let pair = [instruction.destination, instruction.first]
                if pair.contains(where: { pinned[$0.subscriptIndex] }) || candidates.count > Self.coalescingLimit - 2 {
                    continue
                }
                let numbers = pair.map { register -> Int in
                    if let known = candidates[register.index] { return known }
                    candidates[register.index] = candidates.count
                    return candidates.count - 1
                }
                moves.append((numbers[0], numbers[1]))
            }
        }
        guard !moves.isEmpty else { return }
        var conflicts = interference(among: candidates)
        // Union of candidates, each set known by its lowest member.
        var leader = Array(0..<candidates.count)
        func find(_ member: Int) -> Int {
            var member = member
            while leader[member] != member { member = leader[member] }
            return member
        }
        for move in moves {
            let (one, other) = (find(move.target), find(move.source))
            if one == other || conflicts[one].contains(other) { continue }
            let (kept, gone) = (min(one, other), max(one, other))
            leader[gone] = kept
            conflicts[kept].formUnion(conflicts[gone])
            conflicts[gone].forEach { conflicts[$0].insert(kept) }
        }
        var names = Array(repeating: VirtualRegister.none, count: candidates.count)
        for (index, number) in candidates { names[number] = VirtualRegister(Int(index)) }
        rename { register in
            guard let number = candidates[register.index] else { return register }
            return names[find(number)]
        }
        for index in program.blocks.indices {
            program.blocks[index].instructions.removeAll { Self.isMove($0) && $0.destination == $0.first }
        }
    }

    private static func isMove(_ instruction: VirtualInstruction) -> Bool {
        (instruction.opcode == .lane32 && instruction.operation == KS_MOVE_32)
            || (instruction.opcode == .lane64 && instruction.operation == KS_MOVE_64)
    }

    /// For each candidate, the candidates that hold a value while it is written.
    private func interference(among candidates: [Int32: Int]) -> [BitSet] {
        let liveness = Liveness(program)
        var conflicts = Array(repeating: BitSet(count: candidates.count), count: candidates.count)
        for (number, block) in program.blocks.enumerated() {
            var live = BitSet(count: candidates.count)
            liveness.liveOut[number].forEach { dense in
                if let candidate = candidates[liveness.registers[dense].index] { live.insert(candidate) }
            }
            if case .branch(let bit, _, _) = block.terminator, let candidate = candidates[bit.index] {
                live.insert(candidate)
            }
            for instruction in block.instructions.reversed() {
                let source = Self.isMove(instruction) ? candidates[instruction.first.index] : nil
                program.forEachDefinition(instruction) { register in
                    guard let written = candidates[register.index] else { return }
                    live.remove(written)
                    live.forEach { other in
                        if other == source { return }
                        conflicts[written].insert(other)
                        conflicts[other].insert(written)
                    }
                }
                // All results of one instruction exist together, needed or not.
                var results: [Int] = []
                program.forEachDefinition(instruction) { register in
                    if let written = candidates[register.index] { results.append(written) }
                }
                for one in results {
                    for other in results where other != one { conflicts[one].insert(other) }
                }
                program.forEachUse(instruction) { register in
                    guard let read = candidates[register.index] else { return }
                    live.insert(read)
                    // The engine reads addresses again after the first component has been loaded.
                    guard instruction.opcode == .load || instruction.opcode == .atomic else { return }
                    for written in results where written != read {
                        conflicts[written].insert(read)
                        conflicts[read].insert(written)
                    }
                }
            }
        }
        return conflicts
    }

    /// Replaces every register by `name` of it.
    private mutating func rename(_ name: (VirtualRegister) -> VirtualRegister) {
        for blockIndex in program.blocks.indices {
            for index in program.blocks[blockIndex].instructions.indices {
                var instruction = program.blocks[blockIndex].instructions[index]
                instruction.destination = name(instruction.destination)
                instruction.first = name(instruction.first)
                instruction.second = name(instruction.second)
                instruction.third = name(instruction.third)
                program.blocks[blockIndex].instructions[index] = instruction
            }
            if case .branch(let bit, let ifTrue, let ifFalse) = program.blocks[blockIndex].terminator {
                program.blocks[blockIndex].terminator = .branch(name(bit), ifTrue: ifTrue, ifFalse: ifFalse)
            }
        }
        program.memoryOperations = program.memoryOperations.map { operation in
            MemoryOperation(
                components: operation.components.map {
                    MemoryComponent(offset: $0.offset, byteCount: $0.byteCount, register: name($0.register))
                }, byteCount: operation.byteCount, alignment: operation.alignment, atomic: operation.atomic,
                isAtomicAccess: operation.isAtomicAccess, isMatrixPart: operation.isMatrixPart)
        }
        program.matrixOperations = program.matrixOperations.map { $0.renamed(name) }
    }
}
