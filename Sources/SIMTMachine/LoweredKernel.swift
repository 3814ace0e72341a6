import CLanes
package import KernelIR

/// A kernel ready to run: flat instructions for the engine, and the same program as the timing model sees it.
package final class LoweredKernel: Sendable {
    /// Name of the entry function in the IR.
    package let entry: String
    /// What each basic block issues, for timing.
    package let timed: TimedProgram
    /// Bytes of statically sized threadgroup memory; dynamic memory starts there.
    package let threadgroupBytes: Int
    /// Bytes of private arrays per thread.
    package let privateBytes: Int
    /// Types of the entry function's parameters.
    package let parameters: [IRParameter]

    /// What of low precision feeds its stores; nil where it has no operation of low precision.
    package let precision: PrecisionFlow?

    /// Whether it executes atomics, so that running a threadgroup twice is not the same as running it once.
    package let usesAtomics: Bool

    /// Whether one of them adds floating-point numbers, whose sum depends on their order.
    let addsFloatsAtomically: Bool

    let layout: ModuleLayout
    let instructions: [FlatInstruction]
    let lines: [Int32]
    /// The lane operation of each instruction, for listings.
    let operations: [ks_op]
    let blocks: [FlatBlock]
    let memory: [ks_access]
    let components: [ks_component]
    private let tables: KernelTables
    /// Bytes of one warp's register file.
    let registerBytes: Int
    let constants: [(row: Int32, wide: Bool, value: UInt64)]
    /// Rows of constants that stand for undefined values.
    let undefinedRows: [Int32]
    /// The greatest power of two, at most 4 as 2, of which every access's address and size are multiples.
    let granuleShift: Int
    let parameterRows: [[(row: Int32, wide: Bool)]]
    let builtins: [(row: Int32, builtin: ThreadBuiltin, component: Int)]
    /// Rows that a lane may read where another lane has written nothing in this threadgroup: sources of shuffles and of
    /// matrix products. They start at zero, so that what an earlier threadgroup left there shows nowhere.
    let crossLaneRows: [Int32]
    /// Blocks to which a way leads from a barrier and which do something.
    let blocksPastBarriers: [Int]

    /// Lowers the function named `entry` of `module`.
    ///
    /// - Throws: `LoweringError` naming what the machine does not support, and its line.
    package init(module: IRModule, entry: String) throws(LoweringError) {
        layout = try ModuleLayout(module: module, entry: entry)
        var lowering = Lowering(module: module, layout: layout)
        try lowering.lower(entry: entry)
        let program = lowering.program
        let allocation = RegisterAllocation(program)
        let rows = allocation.offsets
        func row(_ register: VirtualRegister) -> Int32 { register == .none ? 0 : rows[register.subscriptIndex] }

        var instructions: [FlatInstruction] = []
        var lines: [Int32] = []
        var operations: [ks_op] = []
        var blocks: [FlatBlock] = []
        for block in program.blocks {
            let start = Int32(instructions.count)
            for instruction in block.instructions {
                var flat = FlatInstruction(
                    function: ks_lane_function(instruction.operation), destination: row(instruction.destination),
                    first: row(instruction.first), second: row(instruction.second), third: row(instruction.third),
                    extra: instruction.extra, opcode: instruction.opcode)
                flat.annotate(instruction, program)
                instructions.append(flat)
                lines.append(instruction.line)
                operations.append(instruction.operation)
            }
            let end = Int32(instructions.count)
            let flat: FlatBlock =
                switch block.terminator {
                case .jump(let target):
                    FlatBlock(start: start, end: end, condition: -1, ifTrue: Int32(target), ifFalse: Int32(target))
                case .branch(let bit, let ifTrue, let ifFalse):
                    FlatBlock(
                        start: start, end: end, condition: row(bit), ifTrue: Int32(ifTrue), ifFalse: Int32(ifFalse))
                case .exit: FlatBlock(start: start, end: end, condition: -2, ifTrue: 0, ifFalse: 0)
                }
            blocks.append(flat)
        }
        let followsBarrier = blocks.followingBarriers(instructions)
        var memory: [ks_access] = []
        var components: [ks_component] = []
        for operation in program.memoryOperations {
            guard operation.byteCount <= Int(Int32.max) else {
                throw LoweringError("an access to \(operation.byteCount) bytes", at: nil)
            }
            memory.append(
                ks_access(
                    first_component: UInt32(components.count), component_count: UInt32(operation.components.count),
                    byte_count: UInt32(operation.byteCount), alignment_mask: UInt32(operation.alignment - 1),
                    words: UInt32(operation.wordCount)))
            for component in operation.components {
                components.append(
                    ks_component(
                        offset: Int32(component.offset), byte_count: Int32(component.byteCount),
                        row: row(component.register)))
            }
        }
        var matrices: [FlatMatrix] = []
        var matrixRows: [Int32] = []
        for operation in program.matrixOperations {
            matrices.append(
                FlatMatrix(shape: operation.shape, format: operation.format, firstRow: Int32(matrixRows.count)))
            matrixRows += (operation.inputs + operation.outputs).map(row)
        }
        self.entry = entry
        tables = KernelTables(
            instructions: instructions, blocks: blocks, memory: memory, components: components,
            atomics: program.memoryOperations.map(\.atomic), matrices: matrices, matrixRows: matrixRows,
            operations: operations, followsBarrier: followsBarrier, cycles: blocks.cycles(),
            leadsToMeeting: blocks.leadingToMeetings(instructions))
        self.instructions = instructions
        self.lines = lines
        self.operations = operations
        self.blocks = blocks
        self.memory = memory
        self.components = components
        registerBytes = allocation.byteCount
        granuleShift = program.memoryOperations.map(\.granuleShift).min() ?? 2
        undefinedRows = program.undefinedConstants.sorted().map { row(VirtualRegister(Int($0))) }
        constants = program.constants.map { (row($0.register), program.isWide[$0.register.subscriptIndex], $0.value) }
        parameterRows = program.parameters.map { list in
            list.map { (row($0), program.isWide[$0.subscriptIndex]) }
        }
        builtins = program.builtins.map { (row($0.register), $0.builtin, $0.component) }
        var pinned = Set(constants.map(\.row))
        pinned.formUnion(parameterRows.joined().map(\.row))
        pinned.formUnion(builtins.map(\.row))
        var sources = Set(matrixRows)
        for instruction in instructions where instruction.opcode == .warp {
            guard let operation = WarpOperation(rawValue: instruction.extra), operation.isShuffle else { continue }
            sources.insert(instruction.first)
        }
        blocksPastBarriers = blocks.indices.filter { followsBarrier[$0] && blocks[$0].end > blocks[$0].start }
        crossLaneRows = sources.subtracting(pinned).sorted()
        threadgroupBytes = layout.threadgroupBytes
        privateBytes = program.privateBytes
        parameters = module.functions[entry]?.parameters ?? []
        precision = PrecisionFlow(program)
        addsFloatsAtomically = program.memoryOperations.contains {
            $0.atomic == .addFloat || $0.atomic == .subtractFloat
        }
        usesAtomics = program.memoryOperations.contains { $0.atomic != nil }
        timed = TimedProgram(program, pressure: allocation.pressure, layout: layout)
    }

    /// Calls `body` with the tables, whose pointers stay valid as long as the kernel lives.
    func withTables<Result>(_ body: (borrowing KernelTables) -> Result) -> Result { body(tables) }

    /// The source line of an instruction, 0 where unknown.
    package func line(of instruction: Int32) -> Int {
        lines.indices.contains(Int(instruction)) ? Int(lines[Int(instruction)]) : 0
    }

    /// Number of instructions after lowering, for listings and limits.
    package var instructionCount: Int { instructions.count }
}
