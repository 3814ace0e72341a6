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
                case .nothing where workClass == .asyncWait:
                    bytes = UInt8(clamping: instruction.extra - FlatInstruction.asyncWait)
                default: break
                }
                var timed = TimedInstruction(
                    operation: workClass, destination: destination,
                    sources: (sources[0], sources[1], sources[2], sources[3]), bytesPerLane: bytes, uniform: false,
                    line: instruction.line)
                timed.meaning = instruction.meaning(in: program.memoryOperations)
                if instruction.opcode == .load {
                    timed.isMatrixPart = program.memoryOperations[Int(instruction.extra)].isMatrixPart
                }
                if instruction.opcode == .lane32 || instruction.opcode == .lane64 {
                    timed.function = LibraryFunction(instruction.operation, as: instruction.workClass)
                }
                func operand(_ register: VirtualRegister) -> Int32 {
                    register == .none ? -1 : group[register.subscriptIndex]
                }
                timed.operands = (
                    operand(instruction.first), operand(instruction.second), operand(instruction.third)
                )
                var inputs: [Int32] = []
                program.forEachUse(instruction) { register in
                    let index = group[register.subscriptIndex]
                    let known = [timed.operands.0, timed.operands.1, timed.operands.2]
                    if !known.contains(index), !inputs.contains(index) { inputs.append(index) }
                }
                timed.inputs = inputs
                list.append(timed)
            }
            if block.branchCosts {
                var source: Int32 = -1
                if case .branch(let bit, _, _) = block.terminator { source = timingIndex(bit) }
                var timed = TimedInstruction(
                    operation: .branch, destination: -1, sources: (source, -1, -1, -1), bytesPerLane: 0,
                    uniform: false, line: block.line)
                if case .branch(let bit, _, _) = block.terminator {
                    timed.operands.0 = group[bit.subscriptIndex]
                }
                list.append(timed)
            }
            built.append(list)
        }
        self.init(
            blocks: built, registerCount: program.isWide.count, registerPressure: pressure,
            threadgroupBytes: layout.threadgroupBytes, privateBytes: program.privateBytes)
        details = TimedDetails(program, group: group)
    }
}

extension TimedDetails {
    /// The details of a lowered program whose vector components share registers as `group` says.
    fileprivate init(_ program: VirtualProgram, group: [Int32]) {
        successors = program.blocks.map(\.successors)
        var widths = [UInt8](repeating: 0, count: program.isWide.count)
        for (index, leader) in group.enumerated() {
            widths[Int(leader)] = widths[Int(leader)] &+ (program.isWide[index] ? 2 : 1)
        }
        // What is loaded lies as densely in registers as in memory, however small its parts.
        for block in program.blocks {
            for instruction in block.instructions where instruction.opcode == .load {
                let operation = program.memoryOperations[Int(instruction.extra)]
                guard let leader = operation.components.first.map({ Int(group[$0.register.subscriptIndex]) }) else {
                    continue
                }
                widths[leader] = min(widths[leader], UInt8(clamping: max(1, (operation.byteCount + 3) / 4)))
            }
        }
        self.widths = widths
        constants = Dictionary(
            program.constants.map { ($0.register.index, $0.value) }, uniquingKeysWith: { first, _ in first })
        var parameters: [Int32: Bool] = [:]
        for list in program.parameters {
            for register in list { parameters[register.index] = program.isWide[register.subscriptIndex] }
        }
        self.parameters = parameters
        unaliased = Set(
            program.unaliased.flatMap { $0 < program.parameters.count ? program.parameters[$0].map(\.index) : [] })
        var builtins: [Int32: Bool] = [:]
        for builtin in program.builtins { builtins[builtin.register.index] = builtin.builtin.differsByLane }
        self.builtins = builtins
    }
}

extension ThreadBuiltin {
    /// Whether the lanes of a warp differ in it.
    fileprivate var differsByLane: Bool {
        switch self {
        case .threadPositionInThreadgroup, .threadPositionInGrid, .threadIndexInThreadgroup, .threadIndexInSimdgroup,
            .threadIndexInQuadgroup:
            true
        default: false
        }
    }
}

extension VirtualInstruction {
    /// What the instruction computes, for a model of a vendor's compiler.
    fileprivate func meaning(in operations: [MemoryOperation]) -> TimedInstruction.Meaning {
        if opcode == .warp, workClass == .free { return .rowAddress }
        if opcode == .atomic {
            switch operations[Int(extra)].atomic {
            case .add: return .atomicAdd
            case .addFloat, .subtractFloat, .minFloat, .maxFloat: return .atomicFloat
            default: return .other
            }
        }
        guard opcode == .lane32 || opcode == .lane64 else { return .other }
        return switch operation {
        case KS_MOVE_32, KS_MOVE_64: .move
        case KS_ADD_I32, KS_ADD_I64: .add
        case KS_SUB_I32, KS_SUB_I64: .subtract
        case KS_MUL_I32, KS_MUL_I64: .multiply
        case KS_SHL_I32, KS_SHL_I64: .shiftLeft
        case KS_SHL_ADD_I64, KS_SHL_ADD_U32, KS_SHL_ADD_S32: .shiftAdd
        case KS_SEXT_I32_I64: .signExtend
        case KS_ZEXT_I32_I64: .zeroExtend
        case KS_TRUNC_I64_I32: .narrow
        case KS_OR_I32, KS_OR_I64: .or
        case KS_UDIV_I32, KS_UDIV_I64: .quotient
        case KS_SDIV_I32, KS_SDIV_I64: .signedQuotient
        case KS_UREM_I32, KS_UREM_I64: .remainder
        case KS_SREM_I32, KS_SREM_I64: .signedRemainder
        default: .other
        }
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
