import SIMTMachine

extension BackEnd {
    /// Gives 32 bits to counters that the optimiser before it made 64 bits wide.
    ///
    /// It widens a loop's 32-bit variable so that addresses need no extension in each round; the vendor's compiler moves
    /// pointers instead and counts in one register. What is made of extended 32-bit values and constants by additions,
    /// shifts to the right and logic alone is taken to fit, as it did before it was widened.
    mutating func narrowCounters() {
        var narrow: Set<Int32> = []
        for instruction in blocks.joined() where instruction.destination >= 0 {
            if widths[Int(instruction.destination)] == 2 { narrow.insert(instruction.destination) }
        }
        var changed = true
        while changed {
            changed = false
            for instruction in blocks.joined() where narrow.contains(instruction.destination) {
                guard !staysNarrow(instruction, narrow) else { continue }
                narrow.remove(instruction.destination)
                changed = true
            }
        }
        for block in blocks.indices {
            for place in blocks[block].indices where narrow.contains(blocks[block][place].destination) {
                blocks[block][place].width = 1
                switch blocks[block][place].operation {
                case .longAdd, .longSubtract: blocks[block][place].operation = .intAdd
                default: break
                }
            }
        }
        for register in narrow { widths[Int(register)] = 1 }
    }

    /// Whether an instruction makes a value of 32 bits where the registers of `narrow` hold such.
    private func staysNarrow(_ instruction: MachineInstruction, _ narrow: Set<Int32>) -> Bool {
        func fits(_ register: Int32) -> Bool {
            if register < 0 || narrow.contains(register) { return true }
            if let constant = details.constants[register] { return Int32(exactly: Int64(bitPattern: constant)) != nil }
            return false
        }
        let (first, second, _) = instruction.operands
        switch (instruction.meaning, instruction.operation) {
        case (.signExtend, _), (.zeroExtend, _): return true
        case (.move, _): return fits(first)
        case (.add, _), (.subtract, _), (.or, _), (.other, .bitwise), (.other, .shift):
            return fits(first) && fits(second)
        default: return false
        }
    }
}
