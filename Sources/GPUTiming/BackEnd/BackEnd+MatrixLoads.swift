import SIMTMachine

extension BackEnd {
    /// Loads of rows that one instruction does.
    private struct MatrixLoad {
        /// Their places in a block; records follow one another as well.
        var places: [Int]
        /// Bytes of each.
        let bytes: UInt8
        /// The register from which the hardware makes the addresses of all rows; nil where each lane has its own.
        let address: Int32?
    }

    /// Makes one instruction of the loads that read the rows of up to four 8 x 8 matrices of 16-bit elements, as `ldmatrix`
    /// does, and lets matrix products read pairs of halves where they were loaded.
    mutating func joinMatrixLoads() {
        var makers: [Int32: MachineInstruction] = [:]
        var definitions = [Int](repeating: 0, count: widths.count)
        for instruction in blocks.joined() where instruction.destination >= 0 {
            definitions[Int(instruction.destination)] += 1
            makers[instruction.destination] = instruction
        }
        removeUnpacking(makers, definitions)
        var joined: [Int32: Int32] = [:]
        for block in blocks.indices {
            for load in matrixLoads(of: block, definitions, makers) {
                var leader = blocks[block][load.places[0]]
                let bytes = load.places.count * Int(load.bytes)
                for place in load.places { joined[blocks[block][place].destination] = leader.destination }
                leader.bytesPerLane = UInt8(clamping: bytes)
                leader.width = UInt8(clamping: max(1, bytes / 4))
                leader.parts = UInt8(clamping: load.places.count)
                leader.hasHalfParts = load.bytes == 2
                if let address = load.address {
                    leader.sources = Self.needsRegister(address, details) ? [address] : []
                    leader.operands = (address, -1, -1)
                }
                blocks[block][load.places[0]] = leader
                for place in load.places.dropFirst() { blocks[block][place].role = .merged }
            }
            blocks[block].removeAll { $0.role == .merged }
        }
        if !joined.isEmpty { rename { joined[$0] ?? $0 } }
    }

    /// Loads of a block that one instruction does; nothing is moved past what has another effect.
    private func matrixLoads(
        of block: Int, _ definitions: [Int], _ makers: [Int32: MachineInstruction]
    ) -> [MatrixLoad] {
        var loads: [MatrixLoad] = []
        var isOpen = false
        for (place, load) in blocks[block].enumerated() {
            guard load.isMatrixPart, load.operation == .sharedLoad, definitions[Int(load.destination)] == 1,
                load.bytesPerLane == 4 || load.bytesPerLane == 2
            else {
                switch load.operation {
                case .globalLoad, .constantLoad, .sharedLoad, .localLoad: continue
                default: isOpen = isOpen && !load.hasEffect
                }
                continue
            }
            let address = rowAddress(of: load, makers)
            if isOpen, let last = loads.last, last.places.count < 16 / Int(last.bytes), last.bytes == load.bytesPerLane,
                last.address == address, blocks[block][last.places[0]].record + Int32(last.places.count) == load.record
            {
                loads[loads.count - 1].places.append(place)
            } else {
                loads.append(MatrixLoad(places: [place], bytes: load.bytesPerLane, address: address))
            }
            isOpen = true
        }
        return loads
    }

    /// The register with a row's address from which the hardware makes those of all lanes; nil where each lane has its own.
    private func rowAddress(of load: MachineInstruction, _ makers: [Int32: MachineInstruction]) -> Int32? {
        var open = [load.operands.0]
        // A pointer is made of few operations; what is longer is something else.
        for _ in 0..<16 {
            guard let register = open.popLast() else { return nil }
            guard let maker = makers[register] else { continue }
            switch maker.meaning {
            case .rowAddress: return maker.operands.0
            case .add, .or, .zeroExtend, .signExtend, .move, .shiftAdd, .narrow:
                open.append(maker.operands.0)
                open.append(maker.operands.1)
            default: continue
            }
        }
        return nil
    }

    /// Lets matrix products read loaded registers in place of the halves that our IR takes out of words, or puts together:
    /// in registers they are pairs. Arithmetic on loaded words, bitwise or not, stays.
    private mutating func removeUnpacking(_ makers: [Int32: MachineInstruction], _ definitions: [Int]) {
        func half(_ register: Int32) -> MachineInstruction? {
            guard let maker = makers[register] else { return nil }
            if maker.isMatrixPart { return maker.bytesPerLane == 2 ? maker : nil }
            switch maker.meaning {
            case .zeroExtend, .move: return half(maker.operands.0)
            case .shiftLeft: return details.constants[maker.operands.1] == 16 ? half(maker.operands.0) : nil
            default: return nil
            }
        }
        // What only takes apart and puts together, by result.
        var packing: [Int32: [Int32]] = [:]
        var isChanged = true
        func isKnown(_ register: Int32) -> Bool {
            packing[register] != nil || makers[register]?.isMatrixPart == true && definitions[Int(register)] == 1
        }
        while isChanged {
            isChanged = false
            for instruction in blocks.joined() where instruction.destination >= 0 && instruction.width == 1 {
                let result = instruction.destination
                guard packing[result] == nil, !instruction.isMatrixPart, definitions[Int(result)] == 1,
                    !instruction.sources.isEmpty, instruction.sources.allSatisfy(isKnown)
                else { continue }
                switch (instruction.operation, instruction.sources.count) {
                case (.free, 1): break
                case (.shift, 1):
                    guard details.constants[instruction.operands.1] == 16 else { continue }
                case (.bitwise, 2):
                    // Two elements loaded apart become a word.
                    guard instruction.meaning == .or, instruction.sources.allSatisfy({ half($0) != nil }) else {
                        continue
                    }
                default:
                    // Widening an element and taking one out of a word cost nothing.
                    guard [.zeroExtend, .narrow, .move].contains(instruction.meaning) else { continue }
                }
                packing[result] = instruction.sources
                isChanged = true
            }
        }
        // What others read too stays, with what it is made of.
        var kept = blocks.joined().filter { instruction in
            switch instruction.operation {
            case .matrixHalf, .matrixFloat: false
            default: packing[instruction.destination] == nil
            }
        }
        .flatMap(\.sources)
        while let register = kept.popLast() {
            if let sources = packing.removeValue(forKey: register) { kept += sources }
        }
        guard !packing.isEmpty else { return }
        for block in blocks.indices {
            blocks[block].removeAll { packing[$0.destination] != nil }
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
