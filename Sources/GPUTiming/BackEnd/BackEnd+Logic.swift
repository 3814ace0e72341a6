import SIMTMachine

extension BackEnd {
    /// Where each register is written and how often.
    typealias Makers = [Int32: (block: Int, place: Int)]

    /// Combines predicates, which the comparison that makes the last of them does for free (FSETP.LT.OR), a choice between
    /// two being such a combination as well.
    ///
    /// - Returns: Registers that hold predicates, as such or as the numbers 0 and 1.
    mutating func combinePredicates(_ makers: Makers, _ definitions: [Int]) -> Set<Int32> {
        var predicates: Set<Int32> = []
        for block in blocks.indices {
            for place in blocks[block].indices {
                let reader = blocks[block][place]
                guard reader.destination >= 0, reader.role == .body else { continue }
                let known = reader.sources.filter { source in
                    guard definitions[Int(source)] == 1, let maker = makers[source], maker.block == block else {
                        return false
                    }
                    return maker.place < place && predicates.contains(source)
                }
                switch reader.operation {
                case .bitwise where known.contains { isPredicate($0, makers) }:
                    blocks[block][place].isPredicate = true
                    blocks[block][place].operation = .free
                case .minMaxSelect where known.count >= 2 && known.count == reader.sources.count:
                    guard known.allSatisfy({ isPredicate($0, makers) }) else { continue }
                    blocks[block][place].isPredicate = true
                    blocks[block][place].operation = .free
                case .free where reader.sources.count == 1 && known.count == 1:
                    predicates.insert(reader.destination)
                    continue
                default: break
                }
                if blocks[block][place].isPredicate { predicates.insert(reader.destination) }
            }
        }
        return predicates
    }

    /// Whether a register is a predicate itself and not a number made of one.
    private func isPredicate(_ register: Int32, _ makers: Makers) -> Bool {
        makers[register].map { blocks[$0.block][$0.place].isPredicate } ?? false
    }

    /// Makes one instruction of each piece of logic with three inputs (LOP3), whatever it computes; what only such pieces
    /// read is gone.
    mutating func mergeLogic(_ makers: Makers, _ definitions: [Int]) {
        // What each piece reads so far, constants included.
        var merged: [Int32: [Int32]] = [:]
        for block in blocks.indices {
            for place in blocks[block].indices where isLogic(block, place) {
                let root = blocks[block][place]
                guard var inputs = logicInputs(root) else { continue }
                var isOpen = true
                while isOpen {
                    isOpen = false
                    for input in inputs {
                        guard input >= 0, definitions[Int(input)] == 1, let maker = makers[input],
                            maker.block == block, maker.place < place, isLogic(block, maker.place),
                            blocks[block][maker.place].width == root.width,
                            let inner = merged[input] ?? logicInputs(blocks[block][maker.place])
                        else { continue }
                        var wider = inputs.filter { $0 != input }
                        for one in inner where !wider.contains(one) { wider.append(one) }
                        let changed = wider.filter { $0 >= 0 && definitions[Int($0)] > 1 }
                        // Of a pair of registers both may be read.
                        let pairs = wider.count { $0 >= 0 && widths[Int($0)] > root.width }
                        guard wider.count + pairs <= 3,
                            blocks[block][maker.place..<place].allSatisfy({ !changed.contains($0.destination) })
                        else { continue }
                        inputs = wider
                        isOpen = true
                        break
                    }
                }
                blocks[block][place].sources = inputs.filter { Self.needsRegister($0, details) }
                merged[root.destination] = inputs
            }
        }
        removeUnused()
    }

    /// Whether an instruction is logic that has not been merged otherwise.
    private func isLogic(_ block: Int, _ place: Int) -> Bool {
        let instruction = blocks[block][place]
        return instruction.operation == .bitwise && instruction.role == .body && !instruction.isPredicate
            && instruction.destination >= 0
    }

    /// What a piece of logic reads: registers and constants, but not those that only turn bits over; nil where that is not
    /// known.
    private func logicInputs(_ instruction: MachineInstruction) -> [Int32]? {
        let (first, second, third) = instruction.operands
        guard third < 0 || instruction.sources.count <= 2 else { return nil }
        var inputs: [Int32] = []
        for operand in [first, second] where operand >= 0 && !inputs.contains(operand) {
            if let constant = details.constants[operand] {
                let bits = instruction.width == 1 ? constant & 0xFFFF_FFFF : constant
                if bits == 0 || bits == (instruction.width == 1 ? 0xFFFF_FFFF : .max) { continue }
            }
            inputs.append(operand)
        }
        return instruction.sources.allSatisfy { inputs.contains($0) } ? inputs : nil
    }
}
