import SIMTMachine

/// Which functions of which values a block has computed, so that the other of a pair costs only its own polynomial.
struct SharedReductions {
    /// A function and the register of its argument.
    private struct Call: Hashable {
        let function: LibraryFunction
        let argument: Int32
    }

    private var calls: Set<Call> = []

    /// The sequence of `instruction` where its partner was computed before; nil elsewhere.
    mutating func sequence(of instruction: MachineInstruction) -> [SequenceStep]? {
        guard let function = instruction.function, let partner = function.partner, instruction.operands.0 >= 0 else {
            return nil
        }
        let argument = instruction.operands.0
        if calls.contains(Call(function: partner, argument: argument)) { return LibraryFunction.second }
        calls.insert(Call(function: function, argument: argument))
        return nil
    }

    /// Forgets functions of a register that is written.
    mutating func forget(_ register: Int32) {
        for function in LibraryFunction.allCases where function.partner != nil {
            calls.remove(Call(function: function, argument: register))
        }
    }
}
