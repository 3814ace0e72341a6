import CLanes
import KernelIR

/// Turns one entry function of an IR module into a `VirtualProgram`.
///
/// Calls to defined functions are inlined (recursion is refused), vectors and structs become one register per scalar,
/// private variables that are only loaded and stored become registers, and everything that changes no bits (phi,
/// bit casts, shuffles, address spaces) becomes a name for an existing register.
struct Lowering {
    let module: IRModule
    let layout: ModuleLayout
    var program = VirtualProgram()
    /// The block that instructions are appended to.
    var current = 0
    /// Line given to appended instructions.
    var line: Int32 = 0
    var position: SourcePosition?
    /// Interned constants by width and bits.
    private var constantRegisters: [ConstantKey: VirtualRegister] = [:]
    /// Interned builtins.
    var builtinRegisters: [BuiltinKey: VirtualRegister] = [:]
    /// Functions being inlined, outermost first.
    private var callStack: [String] = []

    /// Instructions a lowered kernel may have; more is refused rather than waited for.
    static let instructionLimit = 4_000_000
    var instructionCount = 0

    private struct ConstantKey: Hashable {
        let wide: Bool
        let bits: UInt64
        var isUndefined = false
    }

    struct BuiltinKey: Hashable {
        let builtin: ThreadBuiltin
        let component: Int
    }

    init(module: IRModule, layout: ModuleLayout) {
        self.module = module
        self.layout = layout
    }

    /// Lowers the function named `symbol`.
    mutating func lower(entry symbol: String) throws(LoweringError) {
        guard let function = module.functions[symbol] else {
            throw LoweringError("no kernel '\(symbol)' in the module", at: nil)
        }
        var arguments: [[VirtualRegister]] = []
        for parameter in function.parameters {
            let shape = try scalars(of: parameter.type, at: function.position)
            arguments.append(shape.map { program.makeRegister(wide: $0.wide) })
        }
        program.parameters = arguments
        program.unaliased = function.parameters.indices.filter { function.parameters[$0].isUnaliased }
        program.structureParameters = function.parameters.indices.filter { function.parameters[$0].byValue != nil }
        let entry = makeBlock()
        let exit = makeBlock()
        program.blocks[exit].branchCosts = false
        try inline(function, arguments: arguments, entry: entry, continuation: exit, results: [])
        try finish()
    }

    // MARK: Building blocks

    /// A new empty block.
    mutating func makeBlock() -> Int {
        program.blocks.append(VirtualBlock())
        return program.blocks.count - 1
    }

    /// Appends an instruction to the current block.
    mutating func append(_ instruction: VirtualInstruction) {
        instructionCount += 1
        program.blocks[current].instructions.append(instruction)
    }

    /// Appends a lane operation with a fresh result.
    mutating func emit(
        _ operation: ks_op, _ first: VirtualRegister, _ second: VirtualRegister = .none,
        _ third: VirtualRegister = .none, wide: Bool, as workClass: OperationClass, contract: Bool = false
    ) -> VirtualRegister {
        let result = program.makeRegister(wide: wide)
        emit(operation, into: result, first, second, third, as: workClass, contract: contract)
        return result
    }

    /// Appends a lane operation that writes `result`.
    mutating func emit(
        _ operation: ks_op, into result: VirtualRegister, _ first: VirtualRegister,
        _ second: VirtualRegister = .none, _ third: VirtualRegister = .none, as workClass: OperationClass,
        contract: Bool = false
    ) {
        append(
            VirtualInstruction(
                opcode: program.isWide[result.subscriptIndex] ? .lane64 : .lane32, operation: operation,
                destination: result, first: first, second: second, third: third, workClass: workClass,
                contract: contract, line: line))
    }

    /// Copies `source` into `result`.
    mutating func emitMove(from source: VirtualRegister, into result: VirtualRegister) {
        let wide = program.isWide[result.subscriptIndex]
        emit(wide ? KS_MOVE_64 : KS_MOVE_32, into: result, source, as: .free)
    }

    /// The register that holds `bits` in every lane.
    mutating func constant(_ bits: UInt64, wide: Bool) -> VirtualRegister {
        let key = ConstantKey(wide: wide, bits: wide ? bits : bits & 0xFFFF_FFFF)
        if let known = constantRegisters[key] { return known }
        let register = program.makeRegister(wide: wide)
        constantRegisters[key] = register
        program.constants.append((register, key.bits))
        program.constantValues[register.index] = key.bits
        return register
    }

    /// The register that holds `bits` in every lane for a value that is undefined.
    mutating func undefined(bits: UInt64, wide: Bool) -> VirtualRegister {
        let key = ConstantKey(wide: wide, bits: wide ? bits : bits & 0xFFFF_FFFF, isUndefined: true)
        if let known = constantRegisters[key] { return known }
        let register = program.makeRegister(wide: wide)
        constantRegisters[key] = register
        program.constants.append((register, key.bits))
        program.constantValues[register.index] = key.bits
        program.undefinedConstants.insert(register.index)
        return register
    }

    /// The register of a grid position or size.
    mutating func builtin(_ builtin: ThreadBuiltin, component: Int) -> VirtualRegister {
        let key = BuiltinKey(builtin: builtin, component: component)
        if let known = builtinRegisters[key] { return known }
        let register = program.makeRegister(wide: false)
        builtinRegisters[key] = register
        program.builtins.append((register, builtin, component))
        return register
    }

    /// Ends the current block.
    mutating func terminate(_ terminator: VirtualTerminator, costs: Bool = true) {
        program.blocks[current].terminator = terminator
        program.blocks[current].line = line
        program.blocks[current].branchCosts = costs
    }

    // MARK: Functions

    /// Inlines one call: `entry` starts with the body, `continuation` runs after each return.
    mutating func inline(
        _ function: IRFunction, arguments: [[VirtualRegister]], entry: Int, continuation: Int,
        results: [VirtualRegister]
    ) throws(LoweringError) {
        if callStack.contains(function.name) {
            throw LoweringError("recursion in '\(function.name)' is not supported", at: position)
        }
        guard callStack.count < 200 else {
            throw LoweringError("calls nest deeper than 200 functions", at: position)
        }
        callStack.append(function.name)
        defer { callStack.removeLast() }
        var frame = FunctionFrame(function: function, continuation: continuation, results: results)
        frame.values = Array(repeating: [], count: function.valueCount)
        for (index, argument) in arguments.enumerated() { frame.values[index] = argument }
        frame.blocks = [entry]
        for _ in function.blocks.dropFirst() { frame.blocks.append(makeBlock()) }
        let promotion = AllocaPromotion(function: function)
        frame.promoted = promotion.promotable
        frame.pointerTargets = promotion.pointerTargets
        for block in function.blocks {
            for instruction in block.instructions {
                guard let result = instruction.result, needsRegister(instruction) else { continue }
                let shape = try scalars(of: instruction.type, at: instruction.position)
                frame.values[result.index] = shape.map { program.makeRegister(wide: $0.wide) }
                if case .phi = instruction.operation {
                    for register in frame.values[result.index] { program.multiplyDefined.insert(register.index) }
                }
            }
        }
        // Reverse post-order: every value that only renames another is met after what it renames.
        let order = frame.reversePostOrder()
        for index in order {
            current = frame.blocks[index]
            for instruction in function.blocks[index].instructions {
                try lower(instruction, in: &frame, block: index)
            }
        }
    }

    /// True where a result needs registers of its own before its block is reached.
    private func needsRegister(_ instruction: IRInstruction) -> Bool {
        switch instruction.operation {
        case .phi, .call: true
        default: false
        }
    }

    /// Lowers one instruction.
    mutating func lower(
        _ instruction: IRInstruction, in frame: inout FunctionFrame, block: Int
    ) throws(LoweringError) {
        guard instructionCount < Self.instructionLimit else {
            throw LoweringError(
                "the kernel has more than \(Self.instructionLimit) instructions once inlined", at: position)
        }
        if let place = instruction.position {
            position = place
            if place.file.isEmpty, place.line > 0 { line = Int32(clamping: place.line) }
        }
        switch instruction.operation {
        case .phi: return
        case .branch, .conditionalBranch, .switchBranch, .returnValue, .unreachable:
            try lowerTerminator(instruction, in: &frame, block: block)
        case .alloca, .load, .store, .elementPointer, .atomicUpdate, .compareExchange, .fence:
            try lowerMemory(instruction, in: &frame)
        case .call(let callee, let arguments):
            try lowerCall(callee, arguments: arguments, instruction: instruction, in: &frame)
        case .inlineAssembly(let text, _, _):
            throw LoweringError("inline PTX is not supported: '\(text)'", at: position)
        default:
            guard let result = instruction.result else { return }
            // Integers of 128 bits are refused by name before anything is made of them.
            _ = try scalars(of: instruction.type, at: position)
            frame.values[result.index] = try lowerValue(instruction, in: &frame)
        }
    }

    /// The registers that hold an operand, one per scalar.
    mutating func registers(
        _ operand: IROperand, in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> [VirtualRegister] {
        switch operand.kind {
        case .value(let id):
            let found = frame.values[id.index]
            if found.isEmpty, operand.type != .void, try !scalars(of: operand.type, at: position).isEmpty {
                throw LoweringError("a value is used where it is not defined", at: position)
            }
            return found
        case .constant(let value):
            return try constantRegisters(TypedConstant(type: operand.type, value: value))
        }
    }
}
