extension VirtualProgram {
    /// Calls `body` with each register that `instruction` reads.
    func forEachUse(_ instruction: VirtualInstruction, _ body: (VirtualRegister) -> Void) {
        if instruction.first != .none { body(instruction.first) }
        if instruction.second != .none { body(instruction.second) }
        if instruction.third != .none { body(instruction.third) }
        switch instruction.opcode {
        case .store: for component in memoryOperations[Int(instruction.extra)].components { body(component.register) }
        case .matrix: for register in matrixOperations[Int(instruction.extra)].inputs { body(register) }
        default: break
        }
    }

    /// Calls `body` with each register that `instruction` writes.
    func forEachDefinition(_ instruction: VirtualInstruction, _ body: (VirtualRegister) -> Void) {
        switch instruction.opcode {
        case .load: for component in memoryOperations[Int(instruction.extra)].components { body(component.register) }
        case .matrix: for register in matrixOperations[Int(instruction.extra)].outputs { body(register) }
        default: if instruction.destination != .none { body(instruction.destination) }
        }
    }

    /// Registers that hold their value from the start of a warp to its end.
    var pinned: [Bool] {
        var found = Array(repeating: false, count: isWide.count)
        for constant in constants { found[constant.register.subscriptIndex] = true }
        for builtin in builtins { found[builtin.register.subscriptIndex] = true }
        for parameter in parameters { for register in parameter { found[register.subscriptIndex] = true } }
        return found
    }
}
