import SIMTMachine

extension BackEnd {
    /// A pointer that is moved in a loop: the loop and what of its addresses changes there.
    private struct Pointer: Hashable {
        let header: Int
        let terms: [Polynomial.Term]
        let isShared: Bool
    }

    /// A pointer's register and the unchanging part of the first address that wanted it.
    private struct PointerRegister {
        let register: Int32
        let base: [Polynomial.Term]
    }

    /// Gives memory instructions the address registers that a code generator would.
    ///
    /// Addresses that differ by a constant use one register and the instruction's immediate offset. In a loop, addresses
    /// linear in its variable are kept in registers that are moved once a round; further ones that differ by
    /// an unchanging value take one multiply-add each from such a register.
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
        var steps: [Int: [MachineInstruction]] = [:]
        for block in blocks.indices {
            var local: [Polynomial: Int32] = [:]
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
                    let width: UInt8 = isShared ? 1 : 2
                    let known = pointers[pointer]
                    if known == nil {
                        let moved = makeRegister(width: width)
                        pointers[pointer] = PointerRegister(register: moved, base: base)
                        var step = MachineInstruction(operation: isShared ? .intAdd : .longAdd)
                        step.destination = moved
                        step.width = width
                        step.sources = [moved]
                        step.line = instruction.line
                        if let loop = loops.loops.first(where: { $0.header == pointer.header }) {
                            steps[loop.latch, default: []].append(step)
                        }
                        use(moved)
                    } else if let known, known.base == base {
                        use(known.register)
                    } else if let known {
                        if let near = local[key] {
                            use(near)
                            continue
                        }
                        var sum = MachineInstruction(operation: isShared ? .intAdd : .intMultiply)
                        sum.destination = makeRegister(width: width)
                        sum.width = width
                        sum.sources = [known.register]
                        sum.line = instruction.line
                        inserted.append((place, sum))
                        local[key] = sum.destination
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
        for (latch, list) in steps {
            let end = blocks[latch].lastIndex { $0.operation == .branch } ?? blocks[latch].count
            blocks[latch].insert(contentsOf: list, at: end)
        }
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
            return isEven ? Pointer(header: loop.header, terms: moving, isShared: isShared) : nil
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
