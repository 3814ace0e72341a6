import CLanes
import KernelIR

extension Lowering {
    /// Cleans up the blocks once everything is inlined: fuses, drops dead work, joins chains, orders for reconvergence.
    mutating func finish() throws(LoweringError) {
        fuseMultiplyAdd()
        fuseAddresses()
        mergeAccesses()
        dropDeadWork()
        coalesceMoves()
        joinChains()
        let order = reconvergenceOrder(successors: program.blocks.map(\.successors))
        var place = Array(repeating: 0, count: program.blocks.count)
        for (index, block) in order.enumerated() { place[block] = index }
        program.blocks = order.map { block in
            var moved = program.blocks[block]
            switch moved.terminator {
            case .jump(let target): moved.terminator = .jump(place[target])
            case .branch(let bit, let ifTrue, let ifFalse):
                moved.terminator = .branch(bit, ifTrue: place[ifTrue], ifFalse: place[ifFalse])
            case .exit: break
            }
            return moved
        }
    }

    /// Turns `a * b + c` into one operation where the source allowed contraction and the product has no other use.
    private mutating func fuseMultiplyAdd() {
        var useCount = Array(repeating: 0, count: program.isWide.count)
        for block in program.blocks {
            for instruction in block.instructions {
                program.forEachUse(instruction) { useCount[$0.subscriptIndex] += 1 }
            }
            if case .branch(let bit, _, _) = block.terminator { useCount[bit.subscriptIndex] += 1 }
        }
        for blockIndex in program.blocks.indices {
            var instructions = program.blocks[blockIndex].instructions
            // Position of the latest definition of each register within this block.
            var defined: [Int32: Int] = [:]
            var added: [(before: Int, VirtualInstruction)] = []
            for index in instructions.indices {
                defer { program.forEachDefinition(instructions[index]) { defined[$0.index] = index } }
                let sum = instructions[index]
                guard sum.contract, let shape = FusionShape(sum.operation) else { continue }
                for (product, addend, productIsFirst) in [
                    (sum.first, sum.second, true), (sum.second, sum.first, false),
                ] {
                    guard let made = defined[product.index], useCount[product.subscriptIndex] == 1,
                        !program.multiplyDefined.contains(product.index)
                    else { continue }
                    let multiply = instructions[made]
                    guard multiply.contract, multiply.opcode != .nothing, multiply.operation == shape.multiply,
                        (defined[multiply.first.index] ?? -1) < made, (defined[multiply.second.index] ?? -1) < made
                    else { continue }
                    var fused = sum
                    fused.operation = shape.fused
                    fused.first = multiply.first
                    fused.second = multiply.second
                    fused.third = addend
                    fused.workClass = shape.workClass
                    if shape.subtracts {
                        // a·b − c = fma(a, b, −c); c − a·b = fma(−a, b, c). The sign change is free on every GPU.
                        let source = productIsFirst ? addend : multiply.first
                        let negated = program.makeRegister(wide: program.isWide[source.subscriptIndex])
                        useCount.append(1)
                        added.append(
                            (
                                index,
                                VirtualInstruction(
                                    opcode: sum.opcode, operation: shape.negate, destination: negated, first: source,
                                    workClass: .free, line: sum.line)
                            ))
                        if productIsFirst { fused.third = negated } else { fused.first = negated }
                    }
                    useCount[product.subscriptIndex] = 0
                    instructions[index] = fused
                    instructions[made].opcode = .nothing
                    instructions[made].destination = .none
                    instructions[made].first = .none
                    instructions[made].second = .none
                    instructions[made].workClass = .free
                    break
                }
            }
            for (before, instruction) in added.reversed() { instructions.insert(instruction, at: before) }
            instructions.removeAll { $0.opcode == .nothing && $0.workClass == .free && $0.extra == 0 }
            program.blocks[blockIndex].instructions = instructions
        }
    }

    /// Drops computations that nothing reads.
    private mutating func dropDeadWork() {
        var useCount = Array(repeating: 0, count: program.isWide.count)
        for block in program.blocks {
            for instruction in block.instructions {
                program.forEachUse(instruction) { useCount[$0.subscriptIndex] += 1 }
            }
            if case .branch(let bit, _, _) = block.terminator { useCount[bit.subscriptIndex] += 1 }
        }
        var changed = true
        while changed {
            changed = false
            for blockIndex in program.blocks.indices {
                var dead: [Int] = []
                for (index, instruction) in program.blocks[blockIndex].instructions.enumerated().reversed() {
                    guard instruction.opcode == .lane32 || instruction.opcode == .lane64,
                        useCount[instruction.destination.subscriptIndex] == 0
                    else { continue }
                    program.forEachUse(instruction) { useCount[$0.subscriptIndex] -= 1 }
                    dead.append(index)
                }
                guard !dead.isEmpty else { continue }
                changed = true
                let gone = Set(dead)
                program.blocks[blockIndex].instructions = program.blocks[blockIndex].instructions.enumerated()
                    .filter { !gone.contains($0.offset) }.map(\.element)
            }
        }
    }

    /// Skips empty blocks and joins blocks that always follow each other.
    private mutating func joinChains() {
        func landing(_ start: Int) -> Int {
            var block = start
            var hops = 0
            while hops < program.blocks.count, program.blocks[block].instructions.isEmpty,
                case .jump(let next) = program.blocks[block].terminator
            {
                block = next
                hops += 1
            }
            return block
        }
        for index in program.blocks.indices {
            switch program.blocks[index].terminator {
            case .jump(let target): program.blocks[index].terminator = .jump(landing(target))
            case .branch(let bit, let ifTrue, let ifFalse):
                let first = landing(ifTrue)
                let second = landing(ifFalse)
                program.blocks[index].terminator =
                    first == second ? .jump(first) : .branch(bit, ifTrue: first, ifFalse: second)
            case .exit: break
            }
        }
        var predecessors = Array(repeating: 0, count: program.blocks.count)
        predecessors[0] = 1
        var reachable = Array(repeating: false, count: program.blocks.count)
        var work = [0]
        while let block = work.popLast() {
            if reachable[block] { continue }
            reachable[block] = true
            for successor in program.blocks[block].successors {
                predecessors[successor] += 1
                work.append(successor)
            }
        }
        for index in program.blocks.indices where reachable[index] {
            while case .jump(let next) = program.blocks[index].terminator, next != index, predecessors[next] == 1,
                next != 0
            {
                let absorbed = program.blocks[next]
                program.blocks[index].instructions += absorbed.instructions
                program.blocks[index].terminator = absorbed.terminator
                program.blocks[index].line = absorbed.line
                program.blocks[index].branchCosts = absorbed.branchCosts
                program.blocks[next].instructions = []
                predecessors[next] = 0
                reachable[next] = false
            }
        }
    }
}

/// The multiplication, negation and fused operation that belong to an addition or subtraction.
private struct FusionShape {
    let multiply: ks_op
    let fused: ks_op
    let negate: ks_op
    let subtracts: Bool
    let workClass: OperationClass

    init?(_ operation: ks_op) {
        for type in [IRType.float, .half, .double, .bfloat] {
            guard let operations = FloatOperations(type) else { continue }
            guard operation == operations.add || operation == operations.subtract else { continue }
            multiply = operations.multiply
            fused = operations.fusedMultiplyAdd
            negate = operations.negate
            subtracts = operation == operations.subtract
            workClass = .arithmetic(.fused, type)
            return
        }
        return nil
    }
}
