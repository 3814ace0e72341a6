import SIMTMachine

/// A model of a vendor's compiler: turns a lowered kernel into the machine instructions that its chip would execute.
///
/// The optimiser before it works on a machine without registers, addressing modes or pipelines; what the vendor's code
/// generator does about those decides how many instructions run and in which order. Each pass can be left out.
package struct BackEnd {
    /// The passes.
    package struct Passes: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }
        /// Addresses that differ by a constant share a register; the constant goes into the instruction.
        package static let sharedAddresses = Passes(rawValue: 1)
        /// Addresses that move evenly in a loop become pointers that are moved.
        package static let strengthReduction = Passes(rawValue: 2)
        /// Multiply-add, shift-add, three-input additions and logic.
        package static let fusion = Passes(rawValue: 4)
        /// Short branches become predicates.
        package static let predication = Passes(rawValue: 8)
        /// Launch arguments and grid positions are brought into registers.
        package static let prologue = Passes(rawValue: 16)
        /// Instructions are put in an order that hides latencies within the register budget.
        package static let scheduling = Passes(rawValue: 32)
        /// Operations that the chip has no instruction for become sequences.
        package static let expansion = Passes(rawValue: 128)
        /// Where a warp may not be whole, nothing is moved past exchanges between its lanes.
        package static let convergence = Passes(rawValue: 256)
        /// Counters that the optimiser widened take one register again.
        package static let narrowing = Passes(rawValue: 512)
        /// Matrices' rows are loaded by one instruction, and halves stay in pairs.
        package static let matrixLoads = Passes(rawValue: 1024)
        /// All of them.
        package static let all: Passes = [
            .sharedAddresses, .strengthReduction, .fusion, .predication, .prologue, .scheduling, .expansion,
            .convergence, .narrowing, .matrixLoads,
        ]
    }

    /// The passes that run.
    let passes: Passes
    /// What lowering knows about the kernel.
    let details: TimedDetails
    /// Registers that the compiler takes for itself.
    let allowance: Int
    /// Its loops.
    let loops: LoopNest
    /// The code so far.
    var blocks: [[MachineInstruction]]
    /// Width of each register, made ones included.
    var widths: [UInt8]
    /// Instructions at each block's end that are issued under a false predicate.
    var predicatedOff: [Int: [MachineInstruction]] = [:]
    /// Blocks that may follow each block, those of regions included.
    var successors: [[Int]]
    /// Blocks that are made one; the code of each stands behind the blocks'.
    var regions: [CodeRegion] = []
    /// Stretches of blocks from a check that the warp is whole to the last exchange between its lanes.
    var exchanges: [Int: ClosedRange<Int>] = [:]

    /// A back end for `program`; nil where the program says too little about itself.
    init?(_ program: TimedProgram, passes: Passes, allowance: Int = 0) {
        guard let details = program.details, details.successors.count == program.blocks.count else { return nil }
        self.passes = passes
        self.allowance = allowance
        self.details = details
        loops = LoopNest(successors: details.successors)
        widths = details.widths
        successors = details.successors
        blocks = program.blocks.map { block in
            var record: Int32 = 0
            return block.map { source in
                var instruction = MachineInstruction(operation: source.operation)
                instruction.destination = source.destination
                instruction.width = source.destination >= 0 ? details.widths[Int(source.destination)] : 1
                instruction.bytesPerLane = source.bytesPerLane
                instruction.line = source.line
                instruction.meaning = source.meaning
                instruction.function = source.function
                instruction.operands = source.operands
                instruction.isMatrixPart = source.isMatrixPart
                switch source.operation {
                case .globalLoad, .globalStore, .globalAtomic, .constantLoad, .sharedLoad, .sharedStore, .sharedAtomic,
                    .asyncStore, .localLoad, .localStore:
                    instruction.record = record
                    record += 1
                default: break
                }
                let (first, second, third) = source.operands
                for register in [first, second, third] + source.inputs where Self.needsRegister(register, details) {
                    if !instruction.sources.contains(register) { instruction.sources.append(register) }
                }
                return instruction
            }
        }
    }

    /// Whether reading `register` means waiting for it: constants and uniform values are operands of the instruction.
    static func needsRegister(_ register: Int32, _ details: TimedDetails) -> Bool {
        if register < 0 || details.constants[register] != nil || details.parameters[register] != nil { return false }
        return details.builtins[register] ?? true
    }

    /// Runs the passes.
    mutating func run() -> MachineProgram {
        if passes.contains(.matrixLoads) { joinMatrixLoads() }
        if passes.contains(.sharedAddresses) { lowerAddresses() }
        removeUnused()
        if passes.contains(.narrowing) { narrowCounters() }
        chooseInstructions()
        if passes.contains(.expansion) { expandSequences() }
        let control = controlDependence()
        if passes.contains(.predication) { predicateShortBranches() }
        if passes.contains(.prologue) { addPrologue() }
        if passes.contains(.convergence) { findExchanges(control) }
        if passes.contains(.predication) { formRegions() }
        if passes.contains(.scheduling) { sinkLoads() }
        var allocation = registerNeed
        var pressure = allocation.most
        if passes.contains(.scheduling) {
            // What residency leaves beyond what the kernel's own order needs goes into hiding latencies.
            let step = Self.residencyStep(above: Self.wanted(allocation.most))
            schedule(allocation)
            allocation = registerNeed
            // Rather than lose a resident warp to values of its own, the compiler computes some of them again.
            pressure = max(1, min(allocation.most, step - allowance))
        }
        for (block, list) in predicatedOff { blocks[block] += list }
        return MachineProgram(
            blocks: blocks, regions: regions, registerCount: widths.count, registerPressure: pressure)
    }

    /// The registers that the code as it stands needs.
    var registerNeed: RegisterNeed {
        RegisterNeed(blocks, successors: successors, widths: widths, builtins: details.builtins)
    }

    /// A new register.
    mutating func makeRegister(width: UInt8) -> Int32 {
        widths.append(width)
        return Int32(widths.count - 1)
    }

    /// Drops what nothing needs.
    mutating func removeUnused() {
        var makers = [[(block: Int, place: Int)]](repeating: [], count: widths.count)
        var work: [(block: Int, place: Int)] = []
        for (block, list) in blocks.enumerated() {
            for (place, instruction) in list.enumerated() {
                if instruction.destination >= 0 { makers[Int(instruction.destination)].append((block, place)) }
                if instruction.hasEffect { work.append((block, place)) }
            }
        }
        var kept = blocks.map { [Bool](repeating: false, count: $0.count) }
        for entry in work { kept[entry.block][entry.place] = true }
        while let entry = work.popLast() {
            for source in blocks[entry.block][entry.place].sources {
                for maker in makers[Int(source)] where !kept[maker.block][maker.place] {
                    kept[maker.block][maker.place] = true
                    work.append(maker)
                }
                makers[Int(source)] = []
            }
        }
        for block in blocks.indices {
            blocks[block] = blocks[block].enumerated().filter { kept[block][$0.offset] }.map(\.element)
        }
    }
}
