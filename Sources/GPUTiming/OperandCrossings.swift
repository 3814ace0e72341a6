import SIMTMachine

/// Cycles that a result takes beyond its own pipe's latency to where it is read.
///
/// A pipe forwards its results to itself; the other one, and what stands behind the queue of memory instructions, see them
/// later, and a guard is needed when an instruction is issued, long before its operands are.
struct OperandCrossings {
    /// What makes a register, over all instructions that write it.
    private struct Makers {
        /// `Pipe.rawValue` of each.
        var pipes: Set<UInt8> = []
        /// Whether all of them make predicates.
        var isPredicate = true

        /// Takes over what makes another register.
        mutating func add(_ other: Makers) {
            pipes.formUnion(other.pipes)
            isPredicate = isPredicate && other.isPredicate
        }
    }

    /// What makes each register.
    private let makers: [Int32: Makers]
    /// Packed ticks from one pipe to another.
    private let crossing: Int32
    /// Packed ticks by which a guard is needed before an operand would be.
    private let guarding: Int32

    /// The crossings of `program`.
    init(of program: MachineProgram, on hardware: Hardware) {
        var makers: [Int32: Makers] = [:]
        for instruction in program.blocks.joined() where instruction.destination >= 0 && instruction.operation != .free
        {
            let isLoaded = instruction.role == .prologue || instruction.isAccess
            let pipe = isLoaded ? .memory : hardware.cost(of: instruction.operation)?.pipe ?? .memory
            makers[instruction.destination, default: Makers()].pipes.insert(pipe.rawValue)
            if !instruction.isPredicate, instruction.operation != .compare {
                makers[instruction.destination]?.isPredicate = false
            }
        }
        // What costs nothing is in the registers of what it is made of; loops bring what comes later.
        for _ in 0..<2 {
            for instruction in program.blocks.joined()
            where instruction.destination >= 0 && instruction.operation == .free {
                for made in instruction.sources.compactMap({ makers[$0] }) {
                    makers[instruction.destination, default: Makers()].add(made)
                }
            }
        }
        self.makers = makers
        crossing = Self.packed(hardware.registers.crossing)
        let comparing = hardware.cost(of: .compare)?.latency ?? 0
        guarding = Self.packed(max(0, hardware.registers.guarding - comparing))
    }

    /// Cycles as packed ticks.
    private static func packed(_ cycles: Double) -> Int32 {
        Int32(clamping: Ticks.from(cycles: cycles) << StallReason.bits)
    }

    /// Packed ticks for the first four sources of `reader`, which is issued to `pipe`.
    func ticks(of reader: MachineInstruction, in pipe: UInt8) -> (Int32, Int32, Int32, Int32) {
        func ticks(_ index: Int) -> Int32 {
            guard index < reader.sources.count, let made = makers[reader.sources[index]] else { return 0 }
            let isArithmetic = made.pipes == [Pipe.alu.rawValue] || made.pipes == [Pipe.fma.rawValue]
            if made.isPredicate {
                switch reader.operation {
                case .minMaxSelect, .compare, .bitwise, .free: return 0
                default: return guarding
                }
            }
            guard isArithmetic, !made.pipes.contains(pipe) else { return 0 }
            switch Pipe(rawValue: pipe) {
            case .alu, .fma, .half, .memory, .threadgroup, .shuffle, .tensor: return crossing
            default: return 0
            }
        }
        return (ticks(0), ticks(1), ticks(2), ticks(3))
    }
}
