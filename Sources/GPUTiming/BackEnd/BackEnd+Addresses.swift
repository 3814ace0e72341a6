import SIMTMachine

extension BackEnd {
    /// A pointer that is moved in a loop: the loop, what of its addresses changes there and, where the index has 64 bits,
    /// the array.
    private struct Pointer: Hashable {
        let header: Int
        let terms: [Polynomial.Term]
        let isShared: Bool
        /// Register of the argument; -1 where arrays share the index and each address is made of it.
        let array: Int32
    }

    /// A pointer's register and the unchanging part of the first address that wanted it.
    private struct PointerRegister {
        let register: Int32
        let base: [Polynomial.Term]
    }

    /// What is added at the ends of blocks, before the branch: the first values of pointers and their steps.
    private struct PointerCode {
        var setups: [Int: [MachineInstruction]] = [:]
        var steps: [Int: [MachineInstruction]] = [:]
    }

    /// Gives memory instructions the address registers that a code generator would.
    ///
    /// Addresses that differ by a constant use one register and the instruction's immediate offset. In a loop, addresses
    /// linear in its variable are kept in registers that are moved once a round, one for each array where the variable has
    /// 64 bits; further ones that differ by an unchanging value are made from the one before, or, of a variable of 32 bits,
    /// by one multiply-add each.
    mutating func lowerAddresses() {
        let values = ValueAnalysis(blocks, details, loops)
        var made: [Int32: Int] = [:]
        for (block, list) in blocks.enumerated() {
            for instruction in list where instruction.destination >= 0 {
                made[instruction.destination] = made[instruction.destination] == nil ? block : -1
            }
        }
        var leaders: [Polynomial: [(block: Int, register: Int32)]] = [:]
        var pointers: [Pointer: PointerRegister] = [:]
        var code = PointerCode()
        for block in blocks.indices {
            var local: [Polynomial: Int32] = [:]
            var last: [Pointer: Int32] = [:]
            var inserted: [(place: Int, instruction: MachineInstruction)] = []
            for place in blocks[block].indices {
                guard let address = values.addresses[block][place] else { continue }
                let instruction = blocks[block][place]
                let isShared = instruction.isThreadgroupAccess
                let register = instruction.operands.0
                let key = address.withoutConstant
                if let argument = key.terms.first(where: isArgument)?.atoms.first, details.unaliased.contains(argument)
                {
                    blocks[block][place].base = argument
                }
                func use(_ chosen: Int32?) {
                    var sources = blocks[block][place].sources
                    // A stored value may be the address register itself only in programs that store pointers.
                    sources.removeAll { $0 == register }
                    if let chosen, !sources.contains(chosen) { sources.insert(chosen, at: 0) }
                    blocks[block][place].sources = sources
                }
                if key.terms.isEmpty || (key.terms.count == 1 && isArgument(key.terms[0])) {
                    use(nil)
                    continue
                }
                if passes.contains(.strengthReduction), let pointer = pointer(for: key, block, isShared, values) {
                    let base = key.terms.filter { !pointer.terms.contains($0) }
                    guard let known = pointers[pointer] else {
                        let moved = makePointer(pointer, base, values, line: instruction.line, &code)
                        pointers[pointer] = PointerRegister(register: moved, base: base)
                        use(moved)
                        continue
                    }
                    if known.base == base {
                        use(known.register)
                    } else if let near = local[key] {
                        use(near)
                    } else {
                        let isChained = pointer.array >= 0
                        var sum = MachineInstruction(operation: isShared ? .intAdd : .intMultiply)
                        sum.width = isShared ? 1 : 2
                        sum.destination = makeRegister(width: sum.width)
                        sum.sources = [(isChained ? last[pointer] : nil) ?? known.register]
                        sum.line = instruction.line
                        inserted.append((place, sum))
                        local[key] = sum.destination
                        last[pointer] = sum.destination
                        use(sum.destination)
                    }
                    continue
                }
                if let leader = leaders[key]?.first(where: { loops.dominates($0.block, block) }) {
                    use(leader.register)
                } else if let home = made[register], home >= 0 {
                    leaders[key, default: []].append((home, register))
                }
            }
            for (place, instruction) in inserted.reversed() { blocks[block].insert(instruction, at: place) }
        }
        for added in [code.setups, code.steps] {
            for (block, list) in added {
                let end = blocks[block].lastIndex { $0.operation == .branch } ?? blocks[block].count
                blocks[block].insert(contentsOf: list, at: end)
            }
        }
    }

    /// Makes the register of a pointer, its first value before the loop and its step at the loop's end.
    private mutating func makePointer(
        _ pointer: Pointer, _ base: [Polynomial.Term], _ values: ValueAnalysis, line: Int32, _ code: inout PointerCode
    ) -> Int32 {
        let width: UInt8 = pointer.isShared ? 1 : 2
        let moved = makeRegister(width: width)
        guard let loop = loops.loops.first(where: { $0.header == pointer.header }) else { return moved }
        var step = MachineInstruction(operation: pointer.isShared ? .intAdd : .longAdd)
        step.destination = moved
        step.width = width
        step.sources = [moved]
        step.line = line
        code.steps[loop.latch, default: []].append(step)
        var setup = MachineInstruction(operation: pointer.isShared ? .intAdd : .intMultiply)
        setup.destination = moved
        setup.width = width
        setup.line = line
        for atom in base.flatMap(\.atoms) {
            let source = values.register(of: atom)
            guard Self.needsRegister(source, details), !setup.sources.contains(source) else { continue }
            setup.sources.append(source)
        }
        for block in successors.indices where !loop.contains(block) && successors[block].contains(loop.header) {
            code.setups[block, default: []].append(setup)
        }
        return moved
    }

    /// Whether a product is one launch argument as it is.
    private func isArgument(_ term: Polynomial.Term) -> Bool {
        guard term.factor == 1, term.atoms.count == 1, let atom = term.atoms.first else { return false }
        return details.parameters[atom] != nil
    }

    /// The moving pointer that could hold an address in `block`: nil where it does not change evenly in a loop.
    private func pointer(
        for key: Polynomial, _ block: Int, _ isShared: Bool, _ values: ValueAnalysis
    ) -> Pointer? {
        for loop in loops.around(block) {
            let moving = key.terms.filter { term in
                term.atoms.contains { loop.contains(values.home[$0] ?? -1) }
            }
            if moving.isEmpty { continue }
            let isEven = moving.allSatisfy { term in
                let inside = term.atoms.filter { loop.contains(values.home[$0] ?? -1) }
                guard inside.count == 1, let atom = inside.first else { return false }
                return values.home[atom] == loop.header && values.steps[atom] != nil
            }
            guard isEven else { return nil }
            let isWide = moving.allSatisfy { term in
                term.atoms.allSatisfy {
                    !loop.contains(values.home[$0] ?? -1) || widths[Int(values.register(of: $0))] > 1
                }
            }
            let array = isShared || !isWide ? -1 : key.terms.first(where: isArgument)?.atoms.first ?? -1
            return Pointer(header: loop.header, terms: moving, isShared: isShared, array: array)
        }
        return nil
    }
}

extension MachineInstruction {
    /// Whether it works on threadgroup memory, whose addresses have 32 bits.
    var isThreadgroupAccess: Bool {
        operation == .sharedLoad || operation == .sharedStore || operation == .sharedAtomic || operation == .asyncStore
    }
}
