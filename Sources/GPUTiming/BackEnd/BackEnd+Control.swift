import SIMTMachine

extension BackEnd {
    /// Instructions up to which a branch around them becomes a predicate on each.
    static let predicateLimit = 7

    /// Takes away branches around a few instructions.
    mutating func predicateShortBranches() {
        var predecessors = [Int](repeating: 0, count: blocks.count)
        for list in details.successors { for target in list { predecessors[target] += 1 } }
        func isShort(_ block: Int) -> Bool {
            guard predecessors[block] == 1, details.successors[block].count <= 1 else { return false }
            let issued = blocks[block].filter { $0.operation != .free }
            let isPlain = issued.allSatisfy { instruction in
                switch instruction.operation {
                case .barrier, .simdBarrier, .fence, .branch, .shuffle, .shuffleDynamic: false
                default: true
                }
            }
            return isPlain && issued.count <= Self.predicateLimit
        }
        for block in blocks.indices {
            let targets = details.successors[block]
            guard targets.count == 2, let last = blocks[block].indices.last,
                blocks[block][last].operation == .branch
            else { continue }
            let (first, second) = (targets[0], targets[1])
            let (afterFirst, afterSecond) = (details.successors[first], details.successors[second])
            let isIf =
                (first > block && isShort(first) && afterFirst == [second])
                || (second > block && isShort(second) && afterSecond == [first])
            let isIfElse =
                first > block && second > block && isShort(first) && isShort(second) && afterFirst == afterSecond
            // Returning early is a predicated exit.
            let isExit = [first, second].contains { blocks[$0].isEmpty && details.successors[$0].isEmpty }
            if isIf || isIfElse {
                blocks[block][last].role = .merged
                blocks[block][last].operation = .free
                blocks[block][last].isMergedBranch = true
                // A warp none of whose lanes fulfils the predicate issues the instructions nevertheless.
                for target in [first, second] where isShort(target) && (isIfElse || target != joint(first, second)) {
                    for instruction in blocks[target] where instruction.operation != .free {
                        var off = MachineInstruction(operation: instruction.operation)
                        off.line = instruction.line
                        off.role = .predicatedOff
                        off.record = Int32(target)
                        predicatedOff[block, default: []].append(off)
                    }
                }
            } else if isExit {
                blocks[block][last].operation = .compare
                blocks[block][last].isPredicate = true
            }
        }
    }

    /// The block at which the two ways of a branch meet, where it is one of them.
    private func joint(_ first: Int, _ second: Int) -> Int {
        if details.successors[first] == [second] { return second }
        return details.successors[second] == [first] ? first : -1
    }

    /// Brings launch arguments and grid positions into registers at the start.
    mutating func addPrologue() {
        guard !blocks.isEmpty else { return }
        var used: Set<Int32> = []
        for block in blocks {
            for instruction in block {
                used.formUnion([instruction.operands.0, instruction.operands.1, instruction.operands.2])
            }
        }
        // The stack pointer, the descriptor of device memory and the exit itself.
        var prologue = [MachineInstruction](repeating: MachineInstruction(operation: .constantLoad), count: 3)
        for (register, differs) in details.builtins.sorted(by: { $0.key < $1.key }) where used.contains(register) {
            var read = MachineInstruction(operation: .constantLoad)
            if differs { read.destination = register }
            prologue.append(read)
        }
        for (register, isWide) in details.parameters.sorted(by: { $0.key < $1.key })
        where isWide && used.contains(register) {
            prologue.append(MachineInstruction(operation: .constantLoad))
        }
        for index in prologue.indices { prologue[index].role = .prologue }
        blocks[0].insert(contentsOf: prologue, at: 0)
    }
}
