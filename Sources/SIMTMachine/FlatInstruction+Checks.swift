import CLanes

extension FlatInstruction {
    /// Adds what checked execution needs to know; plain execution looks at none of it.
    mutating func annotate(_ instruction: VirtualInstruction, _ program: VirtualProgram) {
        switch opcode {
        case .lane32, .lane64:
            guard let check = LaneGuard(instruction.operation) else { return }
            if check != .move, let divisor = program.constantValue(of: instruction.second) {
                let isWide = opcode == .lane64
                let allOnes: UInt64 = isWide ? .max : UInt64(UInt32.max)
                switch check {
                case .shift where divisor < (isWide ? 64 : 32): return
                case .unsignedDivision where divisor != 0: return
                case .signedDivision where divisor != 0 && divisor != allOnes: return
                default: break
                }
            }
            extra = check.rawValue
        case .load, .store:
            if program.memoryOperations[Int(instruction.extra)].isAtomicAccess { second = Self.atomicAccess }
        case .nothing:
            switch instruction.workClass {
            case _ where instruction.extra != 0: break
            case .simdBarrier: extra = Self.simdgroupBarrier
            case .fence: extra = Self.fence
            default: break
            }
        default: break
        }
    }
}
