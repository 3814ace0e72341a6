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

    let layout: ModuleLayout
    let instructions: [FlatInstruction]
    let lines: [Int32]
    let blocks: [FlatBlock]
    let memory: [FlatMemory]
    let components: [FlatComponent]
    private let tables: KernelTables
    let matrices: [FlatMatrix]
    /// Bytes of one warp's register file.
    let registerBytes: Int
    let constants: [(row: Int32, wide: Bool, value: UInt64)]
    let parameterRows: [[(row: Int32, wide: Bool)]]
    let builtins: [(row: Int32, builtin: ThreadBuiltin, component: Int)]

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
        var blocks: [FlatBlock] = []
        for block in program.blocks {
            let start = Int32(instructions.count)
            for instruction in block.instructions {
                instructions.append(
                    FlatInstruction(
                        function: ks_lane_function(instruction.operation), destination: row(instruction.destination),
                        first: row(instruction.first), second: row(instruction.second), third: row(instruction.third),
                        extra: instruction.extra, opcode: instruction.opcode))
                lines.append(instruction.line)
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
        var memory: [FlatMemory] = []
        var components: [FlatComponent] = []
        for operation in program.memoryOperations {
            memory.append(
                FlatMemory(
                    firstComponent: Int32(components.count), componentCount: Int32(operation.components.count),
                    byteCount: Int32(operation.byteCount), alignmentMask: UInt32(operation.alignment - 1),
                    atomic: operation.atomic))
            for component in operation.components {
                components.append(
                    FlatComponent(
                        offset: Int32(component.offset), byteCount: Int32(component.byteCount),
                        row: row(component.register)))
            }
        }
        self.entry = entry
        tables = KernelTables(
            instructions: instructions, blocks: blocks, memory: memory, components: components, lines: lines)
        self.instructions = instructions
        self.lines = lines
        self.blocks = blocks
        self.memory = memory
        self.components = components
        matrices = program.matrixOperations.map { operation in
            FlatMatrix(format: operation.format, inputs: operation.inputs.map(row), outputs: operation.outputs.map(row))
        }
        registerBytes = allocation.byteCount
        constants = program.constants.map { (row($0.register), program.isWide[$0.register.subscriptIndex], $0.value) }
        parameterRows = program.parameters.map { list in
            list.map { (row($0), program.isWide[$0.subscriptIndex]) }
        }
        builtins = program.builtins.map { (row($0.register), $0.builtin, $0.component) }
        threadgroupBytes = layout.threadgroupBytes
        privateBytes = program.privateBytes
        parameters = module.functions[entry]?.parameters ?? []
        timed = TimedProgram(program, pressure: allocation.pressure, layout: layout)
    }

    /// Calls `body` with the tables as pointers that stay valid as long as the kernel lives.
    func withTables<Result>(
        _ body: (
            UnsafePointer<FlatInstruction>, UnsafePointer<FlatBlock>, UnsafePointer<FlatMemory>,
            UnsafePointer<FlatComponent>, UnsafePointer<Int32>
        ) -> Result
    ) -> Result {
        body(tables.instructions, tables.blocks, tables.memory, tables.components, tables.lines)
    }

    /// Number of instructions after lowering, for listings and limits.
    package var instructionCount: Int { instructions.count }
}

/// A matrix product in executable form: rows of a, b, c (two each) and of d (two).
struct FlatMatrix {
    let format: MatrixOperation.Format
    let inputs: [Int32]
    let outputs: [Int32]
}

/// Copies of a kernel's tables in memory that does not move, for the engine.
///
/// `@unchecked Sendable`: written once in `init`, only read afterwards, freed when the last owner goes.
private final class KernelTables: @unchecked Sendable {
    let instructions: UnsafeMutablePointer<FlatInstruction>
    let blocks: UnsafeMutablePointer<FlatBlock>
    let memory: UnsafeMutablePointer<FlatMemory>
    let components: UnsafeMutablePointer<FlatComponent>
    let lines: UnsafeMutablePointer<Int32>

    init(
        instructions: [FlatInstruction], blocks: [FlatBlock], memory: [FlatMemory], components: [FlatComponent],
        lines: [Int32]
    ) {
        self.instructions = Self.copy(instructions)
        self.blocks = Self.copy(blocks)
        self.memory = Self.copy(memory)
        self.components = Self.copy(components)
        self.lines = Self.copy(lines)
    }

    deinit {
        instructions.deallocate()
        blocks.deallocate()
        memory.deallocate()
        components.deallocate()
        lines.deallocate()
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copied = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { (copied + index).initialize(to: element) }
        return copied
    }
}
