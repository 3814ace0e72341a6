import SIMTMachine

extension BackEnd {
    /// Picks machine instructions: what is folded into others, what one instruction does for several.
    mutating func chooseInstructions() {
        var makers: [Int32: (block: Int, place: Int)] = [:]
        var uses = [Int](repeating: 0, count: widths.count)
        var definitions = uses
        for (block, list) in blocks.enumerated() {
            for (place, instruction) in list.enumerated() {
                for source in instruction.sources { uses[Int(source)] += 1 }
                guard instruction.destination >= 0 else { continue }
                definitions[Int(instruction.destination)] += 1
                makers[instruction.destination] = (block, place)
            }
        }
        let threadgroupAddresses = threadgroupAddressRegisters()
        for block in blocks.indices {
            for place in blocks[block].indices {
                var instruction = blocks[block][place]
                switch (instruction.meaning, instruction.operation) {
                case (.shiftAdd, _), (_, .address):
                    // A 64-bit address is one multiply-add with a wide result, a 32-bit one a shift-add.
                    let isLocal = threadgroupAddresses.contains(instruction.destination)
                    instruction.operation = isLocal ? .intAdd : .intMultiply
                    if isLocal { instruction.width = 1 }
                case (_, .compare): instruction.isPredicate = true
                case (.zeroExtend, _), (.narrow, _), (.move, _): instruction.operation = .free
                case (.signExtend, _):
                    let isFree = instruction.width == 1 || isWidenedForFree(instruction.destination)
                    instruction.operation = isFree ? .free : .shift
                case (.multiply, .longMultiply):
                    let (first, second, _) = instruction.operands
                    if isNarrow(first, makers), isNarrow(second, makers) { instruction.operation = .intMultiply }
                default: break
                }
                blocks[block][place] = instruction
            }
        }
        if passes.contains(.fusion) { fuse(makers, uses, definitions) }
        for block in blocks.indices {
            for place in blocks[block].indices {
                let destination = blocks[block][place].destination
                if destination >= 0 { widths[Int(destination)] = blocks[block][place].width }
            }
        }
    }

    /// Merges instructions whose only reader does their work as well.
    private mutating func fuse(_ makers: Makers, _ uses: [Int], _ definitions: [Int]) {
        let predicates = combinePredicates(makers, definitions)
        var uses = uses
        for block in blocks.indices {
            for place in blocks[block].indices {
                let reader = blocks[block][place]
                guard reader.destination >= 0 || reader.operation == .branch, reader.role == .body else { continue }
                for source in reader.sources {
                    guard definitions[Int(source)] == 1, let maker = makers[source], maker.block == block,
                        maker.place < place, blocks[block][maker.place].role == .body
                    else { continue }
                    let made = blocks[block][maker.place]
                    guard uses[Int(source)] == 1, joins(reader, made) else { continue }
                    // A number made of a predicate is added under that predicate, one at a time.
                    if reader.operation == .intAdd, made.operation == .intAdd,
                        (reader.sources + made.sources).contains(where: predicates.contains)
                    {
                        continue
                    }
                    let sources = blocks[block][place].sources.filter { $0 != source } + made.sources
                    var distinct: [Int32] = []
                    for one in sources where !distinct.contains(one) { distinct.append(one) }
                    guard distinct.count <= 3, isUnchanged(made.sources, from: maker.place, to: place, block) else {
                        continue
                    }
                    blocks[block][place].sources = distinct
                    if made.operation == .intMultiply { blocks[block][place].operation = .intMultiply }
                    blocks[block][place].isFused = true
                    blocks[block][maker.place].role = .merged
                    blocks[block][maker.place].operation = .free
                    blocks[block][maker.place].sources = []
                    uses[Int(source)] = 0
                    break
                }
            }
            blocks[block].removeAll { $0.role == .merged }
        }
        var places: Makers = [:]
        for (block, list) in blocks.enumerated() {
            for (place, instruction) in list.enumerated() where instruction.destination >= 0 {
                places[instruction.destination] = (block, place)
            }
        }
        mergeLogic(places, definitions)
    }

    /// Whether `reader` can do the work of `made` as well.
    private func joins(_ reader: MachineInstruction, _ made: MachineInstruction) -> Bool {
        if reader.isFused || made.isFused { return false }
        switch (reader.operation, made.operation) {
        case (.intAdd, .intMultiply): return made.meaning == .multiply
        case (.intAdd, .intAdd): return reader.meaning != .other && made.meaning != .other
        case (.intAdd, .shift): return made.meaning == .shiftLeft
        default: return false
        }
    }

    /// Whether none of `registers` is written between two places of a block.
    private func isUnchanged(_ registers: [Int32], from first: Int, to last: Int, _ block: Int) -> Bool {
        guard first + 1 < last else { return true }
        return blocks[block][(first + 1)..<last].allSatisfy { !registers.contains($0.destination) }
    }

    /// Whether every reader of a sign-extended value extends it itself.
    private func isWidenedForFree(_ register: Int32) -> Bool {
        for block in blocks {
            for instruction in block where instruction.sources.contains(register) {
                if instruction.meaning != .shiftAdd, instruction.meaning != .multiply { return false }
            }
        }
        return true
    }

    /// Whether a 64-bit operand holds no more than 32 bits.
    private func isNarrow(_ register: Int32, _ makers: [Int32: (block: Int, place: Int)]) -> Bool {
        if let constant = details.constants[register] { return constant >> 32 == 0 || constant >> 31 == 0x1_FFFF_FFFF }
        guard let maker = makers[register] else { return false }
        let meaning = blocks[maker.block][maker.place].meaning
        return meaning == .signExtend || meaning == .zeroExtend
    }

    /// Registers that are read as addresses of threadgroup memory only.
    private func threadgroupAddressRegisters() -> Set<Int32> {
        var shared: Set<Int32> = []
        var others: Set<Int32> = []
        for block in blocks {
            for instruction in block {
                for (index, source) in instruction.sources.enumerated() {
                    if index == 0, instruction.isThreadgroupAccess {
                        shared.insert(source)
                    } else {
                        others.insert(source)
                    }
                }
            }
        }
        // Additions of constants stand between an address and its readers.
        for block in blocks.reversed() {
            for instruction in block.reversed() where shared.contains(instruction.destination) {
                guard instruction.meaning == .add || instruction.meaning == .shiftAdd else { continue }
                if instruction.operands.0 >= 0, details.constants[instruction.operands.0] == nil {
                    shared.insert(instruction.operands.0)
                    others.remove(instruction.operands.0)
                }
            }
        }
        return shared.subtracting(others)
    }
}
