import SIMTMachine

/// How a chip makes an atomic on threadgroup memory.
enum ThreadgroupAtomic: UInt8 {
    /// Lanes of one bank one after another, those of one word as well.
    case byLane
    /// Lanes that add 1 to one word are counted and added at once; different words of a bank follow each other.
    case counted
    /// A loop of a load, the operation and a compare-and-swap: one round for each lane of one word.
    case loop

    /// The way in which `memory` makes an instruction.
    ///
    /// - Parameters:
    ///   - isRead: Whether anything reads the old value.
    ///   - constants: Registers with a known value.
    init(
        of instruction: MachineInstruction, isRead: Bool, constants: [Int32: UInt64],
        on memory: Hardware.ThreadgroupMemory
    ) {
        switch instruction.meaning {
        case .atomicFloat where memory.floatAtomicRound > 0: self = .loop
        case .atomicAdd where memory.countsIncrements && !isRead && constants[instruction.operands.1] == 1:
            self = .counted
        default: self = .byLane
        }
    }
}
