import CLanes

/// Which operations below single precision feed what a kernel stores, by the parameter through which it is stored.
///
/// Found without running, over registers and memory: a stored value is traced back through its operands, and a loaded
/// one through every store to the memory that it may have come from (private, threadgroup and module memory are one place
/// each, the buffer of a parameter is one; a pointer of unknown origin may be any). So nothing that feeds an output
/// is missed, and what only shares memory with it may be counted too.
package struct PrecisionFlow: Sendable {
    /// What feeds the stores through one parameter.
    package struct Sink: Sendable {
        /// Instructions of low precision, ascending.
        package let instructions: [Int32]
        /// Parameters whose buffers are read for it.
        package let parameters: [Int]
    }

    /// By parameter, those that are stored through.
    package let sinks: [Int: Sink]

    /// The flow in a program; nil where no operation of it is of low precision.
    init?(_ program: VirtualProgram) {
        let instructions = program.blocks.flatMap(\.instructions)
        guard instructions.contains(where: { program.isLowPrecision($0) }) else { return nil }
        let places = MemoryPlaces(program, instructions)
        var definitions = Array(repeating: [Int32](), count: program.isWide.count)
        var stores = Array(repeating: [Int32](), count: places.count)
        for (index, instruction) in instructions.enumerated() {
            program.forEachDefinition(instruction) { definitions[$0.subscriptIndex].append(Int32(index)) }
            guard instruction.opcode == .store || instruction.opcode == .atomic else { continue }
            for place in places.indices(of: instruction.first) { stores[place].append(Int32(index)) }
        }
        var sinks: [Int: Sink] = [:]
        for place in MemoryPlaces.firstParameter..<places.count where !stores[place].isEmpty {
            var trace = Trace(
                program: program, instructions: instructions, places: places, definitions: definitions,
                stores: stores)
            trace.follow(place: place)
            sinks[place - MemoryPlaces.firstParameter] = Sink(
                instructions: trace.found.sorted(), parameters: trace.parameters.sorted())
        }
        self.sinks = sinks
    }

    /// One walk from a place in memory back to all that feeds it.
    private struct Trace {
        let program: VirtualProgram
        let instructions: [VirtualInstruction]
        let places: MemoryPlaces
        let definitions: [[Int32]]
        let stores: [[Int32]]
        var found: [Int32] = []
        var parameters: [Int] = []
        private var seenPlaces: Set<Int> = []
        private var seenInstructions: Set<Int32> = []
        private var work: [Int32] = []

        init(
            program: VirtualProgram, instructions: [VirtualInstruction], places: MemoryPlaces,
            definitions: [[Int32]], stores: [[Int32]]
        ) {
            self.program = program
            self.instructions = instructions
            self.places = places
            self.definitions = definitions
            self.stores = stores
        }

        mutating func follow(place: Int) {
            visit(place: place)
            while let index = work.popLast() {
                let instruction = instructions[Int(index)]
                if program.isLowPrecision(instruction) { found.append(index) }
                var values: [VirtualRegister] = []
                switch instruction.opcode {
                case .load:
                    for place in places.indices(of: instruction.first) { read(place: place) }
                case .store:
                    values = program.memoryOperations[Int(instruction.extra)].components.map(\.register)
                case .atomic:
                    values = [instruction.second, instruction.third].filter { $0 != .none }
                    for place in places.indices(of: instruction.first) { read(place: place) }
                default: program.forEachUse(instruction) { values.append($0) }
                }
                for value in values {
                    for definition in definitions[value.subscriptIndex] { visit(definition) }
                }
            }
        }

        private mutating func read(place: Int) {
            if place >= MemoryPlaces.firstParameter {
                let parameter = place - MemoryPlaces.firstParameter
                if !parameters.contains(parameter) { parameters.append(parameter) }
            }
            visit(place: place)
        }

        private mutating func visit(place: Int) {
            guard seenPlaces.insert(place).inserted else { return }
            for store in stores[place] { visit(store) }
        }

        private mutating func visit(_ instruction: Int32) {
            if seenInstructions.insert(instruction).inserted { work.append(instruction) }
        }
    }
}

extension VirtualProgram {
    /// Whether an instruction computes in, or rounds to, a format below single precision. Exact operations (copies, signs,
    /// comparisons, minima, extensions) are none.
    func isLowPrecision(_ instruction: VirtualInstruction) -> Bool {
        switch instruction.opcode {
        case .lane32, .lane64: Self.lowPrecision.contains(instruction.operation.rawValue)
        case .matrix:
            switch matrixOperations[Int(instruction.extra)].format {
            case .half, .bfloat, .tf32: true
            case .float, .integer: false
            }
        default: false
        }
    }

    private static let lowPrecision: Set<UInt32> = {
        let operations = [
            KS_ADD_F16, KS_SUB_F16, KS_MUL_F16, KS_DIV_F16, KS_FMA_F16, KS_SQRT_F16, KS_REM_F16, KS_ADD_BF16,
            KS_SUB_BF16, KS_MUL_BF16, KS_DIV_BF16, KS_FMA_BF16, KS_SQRT_BF16, KS_REM_BF16, KS_FPTRUNC_F32_F16,
            KS_FPTRUNC_F32_BF16, KS_FPTRUNC_F64_F16, KS_FPTRUNC_F64_BF16, KS_SITOFP_I32_F16, KS_UITOFP_I32_F16,
            KS_SITOFP_I64_F16, KS_UITOFP_I64_F16, KS_SITOFP_I32_BF16, KS_UITOFP_I32_BF16, KS_SITOFP_I64_BF16,
            KS_UITOFP_I64_BF16,
        ]
        return Set(operations.map(\.rawValue))
    }()
}
