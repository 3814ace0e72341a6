extension VirtualProgram {
    /// The value of a register that holds a defined constant; nil for any other.
    func constantValue(of register: VirtualRegister) -> UInt64? {
        guard register != .none, !undefinedConstants.contains(register.index) else { return nil }
        return constantValues[register.index]
    }
}
