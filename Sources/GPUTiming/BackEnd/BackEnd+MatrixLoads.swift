import SIMTMachine

extension BackEnd {
    /// Makes one instruction of the loads that read the rows of up to four 8 x 8 matrices of 16-bit elements, as `ldmatrix`
    /// does, and lets matrix products read pairs of halves where they were loaded.
    mutating func joinMatrixLoads() {
        var makers: [Int32: MachineInstruction] = [:]
        var definitions = [Int](repeating: 0, count: widths.count)
        for instruction in blocks.joined() where instruction.destination >= 0 {
            definitions[Int(instruction.destination)] += 1
            makers[instruction.destination] = instruction
        }
        var joined: [Int32: Int32] = [:]
        for block in blocks.indices {
            for run in matrixLoads(of: block, definitions, makers) {
                let leader = blocks[block][run[0]]
                let bytes = run.count * Int(leader.bytesPerLane)
                for place in run { joined[blocks[block][place].destination] = leader.destination }
                blocks[block][run[0]].bytesPerLane = UInt8(clamping: bytes)
                blocks[block][run[0]].width = UInt8(clamping: max(1, bytes / 4))
                blocks[block][run[0]].parts = UInt8(clamping: run.count)
                blocks[block][run[0]].hasHalfParts = leader.bytesPerLane == 2
                if let address = rowAddress(of: leader, makers) {
                    blocks[block][run[0]].sources = address.filter { Self.needsRegister($0, details) }
                    blocks[block][run[0]].operands = (address.first ?? -1, -1, -1)
                }
                for place in run.dropFirst() { blocks[block][place].role = .merged }
            }
            blocks[block].removeAll { $0.role == .merged }
        }
        if !joined.isEmpty { rename { joined[$0] ?? $0 } }
        removeUnpacking()
    }

    /// Loads of a block that one instruction does: places, those of each instruction in a row.
    private func matrixLoads(
        of block: Int, _ definitions: [Int], _ makers: [Int32: MachineInstruction]
    ) -> [[Int]] {
        var runs: [[Int]] = []
        var last: (bytes: UInt8, key: Int32?) = (0, nil)
        for (place, load) in blocks[block].enumerated() where load.isMatrixPart && load.operation == .sharedLoad {
            guard definitions[Int(load.destination)] == 1, load.bytesPerLane == 4 || load.bytesPerLane == 2 else {
                continue
            }
            let key = rowAddress(of: load, makers)?.first
            let most = 16 / Int(load.bytesPerLane)
            if let run = runs.last, run.count < most, last.bytes == load.bytesPerLane, last.key == key,
                blocks[block][run[0]].record + Int32(run.count) == load.record
            {
                runs[runs.count - 1].append(place)
            } else {
                runs.append([place])
            }
            last = (load.bytesPerLane, key)
        }
        return runs
    }

    /// The registers with a row's address from which the hardware makes those of all lanes; nil where each lane has its own.
    private func rowAddress(of load: MachineInstruction, _ makers: [Int32: MachineInstruction]) -> [Int32]? {
        var open = [load.operands.0]
        // A pointer is made of few operations; what is longer is something else.
        for _ in 0..<16 {
            guard let register = open.popLast() else { return nil }
            guard let maker = makers[register] else { continue }
            if maker.meaning == .rowAddress { return [maker.operands.0] }
            switch maker.meaning {
            case .add, .or, .zeroExtend, .signExtend, .move, .shiftAdd, .narrow:
                open.append(maker.operands.0)
                open.append(maker.operands.1)
            default: continue
            }
        }
        return nil
    }

    /// Lets matrix products read loaded registers in place of the halves that were taken out of them, or put together.
    private mutating func removeUnpacking() {
        var loaded: Set<Int32> = []
        for instruction in blocks.joined() where instruction.isMatrixPart { loaded.insert(instruction.destination) }
        // What only takes apart and puts together, by result.
        var packing: [Int32: [Int32]] = [:]
        var known = true
        while known {
            known = false
            for instruction in blocks.joined() where instruction.destination >= 0 && !instruction.isMatrixPart {
                guard packing[instruction.destination] == nil, !instruction.sources.isEmpty, instruction.width == 1
                else {
                    continue
                }
                switch instruction.operation {
                case .free, .shift, .bitwise: break
                default: continue
                }
                guard instruction.sources.allSatisfy({ loaded.contains($0) || packing[$0] != nil }) else { continue }
                packing[instruction.destination] = instruction.sources
                known = true
            }
        }
        guard !packing.isEmpty else { return }
        // Others may read it too: then it stays.
        var isChanged = true
        while isChanged {
            isChanged = false
            for instruction in blocks.joined() {
                switch instruction.operation {
                case .matrixHalf, .matrixFloat: continue
                default: break
                }
                if instruction.destination >= 0, packing[instruction.destination] != nil { continue }
                for source in instruction.sources where packing.removeValue(forKey: source) != nil { isChanged = true }
            }
            for (result, sources) in packing {
                for source in sources where !loaded.contains(source) && packing[source] == nil {
                    packing[result] = nil
                    isChanged = true
                }
            }
        }
        for block in blocks.indices {
            blocks[block].removeAll { $0.destination >= 0 && packing[$0.destination] != nil }
            for place in blocks[block].indices {
                guard blocks[block][place].sources.contains(where: { packing[$0] != nil }) else { continue }
                var roots: [Int32] = []
                var open = Array(blocks[block][place].sources.reversed())
                while let register = open.popLast() {
                    if let sources = packing[register] {
                        open += sources.reversed()
                    } else if !roots.contains(register) {
                        roots.append(register)
                    }
                }
                blocks[block][place].sources = roots
            }
        }
    }

    /// Gives registers that are read other names.
    private mutating func rename(_ name: (Int32) -> Int32) {
        for block in blocks.indices {
            for place in blocks[block].indices {
                var sources: [Int32] = []
                for source in blocks[block][place].sources where !sources.contains(name(source)) {
                    sources.append(name(source))
                }
                blocks[block][place].sources = sources
                let (first, second, third) = blocks[block][place].operands
                blocks[block][place].operands = (name(first), name(second), name(third))
            }
        }
    }
}
