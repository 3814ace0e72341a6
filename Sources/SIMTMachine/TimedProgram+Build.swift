import CLanes

extension TimedProgram {
    /// The timing view of a lowered program: vector loads as one register group, address spaces resolved.
    init(_ program: VirtualProgram, pressure: Int, layout: ModuleLayout) {
        let pinned = program.pinned
        let spaces = PointerSpaces(program)
        // Components of one load or matrix share the first one's register: they become ready together.
        var group = (0..<program.isWide.count).map { Int32($0) }
        for block in program.blocks {
            for instruction in block.instructions where instruction.opcode == .load || instruction.opcode == .matrix {
                var leader: Int32?
                program.forEachDefinition(instruction) { register in
                    if let leader { group[register.subscriptIndex] = leader } else { leader = register.index }
                }
            }
        }
        func timingIndex(_ register: VirtualRegister) -> Int32 {
            register == .none || pinned[register.subscriptIndex] ? -1 : group[register.subscriptIndex]
        }
        var built: [[TimedInstruction]] = []
        for block in program.blocks {
            var list: [TimedInstruction] = []
            for instruction in block.instructions {
                var sources: [Int32] = []
                program.forEachUse(instruction) { register in
                    let index = timingIndex(register)
                    if index >= 0, !sources.contains(index), sources.count < 4 { sources.append(index) }
                }
                var destination: Int32 = -1
                program.forEachDefinition(instruction) { if destination < 0 { destination = timingIndex($0) } }
                while sources.count < 4 { sources.append(-1) }
                var bytes: UInt8 = 0
                var workClass = instruction.workClass
                switch instruction.opcode {
                case .load, .store, .atomic:
                    bytes = UInt8(clamping: program.memoryOperations[Int(instruction.extra)].byteCount)
                    workClass = workClass.inSpace(spaces[instruction.first])
                default: break
                }
                list.append(
                    TimedInstruction(
                        operation: workClass, destination: destination,
                        sources: (sources[0], sources[1], sources[2], sources[3]), bytesPerLane: bytes, uniform: false,
                        line: instruction.line))
            }
            if block.branchCosts {
                var source: Int32 = -1
                if case .branch(let bit, _, _) = block.terminator { source = timingIndex(bit) }
                list.append(
                    TimedInstruction(
                        operation: .branch, destination: -1, sources: (source, -1, -1, -1), bytesPerLane: 0,
                        uniform: false, line: block.line))
            }
            built.append(list)
        }
        self.init(
            blocks: built, registerCount: program.isWide.count, registerPressure: pressure,
            threadgroupBytes: layout.threadgroupBytes, privateBytes: program.privateBytes)
    }
}

extension OperationClass {
    /// A memory class made exact by what is known of the pointer.
    func inSpace(_ space: PointerSpaces.Space) -> OperationClass {
        switch (self, space) {
        case (.globalLoad, .threadgroup): .sharedLoad
        case (.globalStore, .threadgroup): .sharedStore
        case (.globalAtomic, .threadgroup): .sharedAtomic
        case (.globalLoad, .threadPrivate): .localLoad
        case (.globalStore, .threadPrivate): .localStore
        case (.globalLoad, .module): .constantLoad
        default: self
        }
    }
}
