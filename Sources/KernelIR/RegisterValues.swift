/// A function reduced to what register pressure needs: which values each step reads and writes, and their registers.
struct RegisterValues: Sendable {
    /// One instruction.
    struct Step: Sendable {
        /// The value it writes, if that takes registers of its own.
        let definition: Int?
        /// The values it reads; none for a phi, whose values are read at the end of the blocks before.
        let uses: [Int]
    }

    /// The steps of each block; empty for unreachable ones.
    private(set) var steps: [[Step]]
    /// Values that phis of following blocks read at the end of each block.
    private(set) var usesAtEnd: [[Int]]
    /// 32-bit registers of each value.
    private(set) var weights: [Int]

    /// Reduces a function.
    init(_ function: IRFunction, _ flow: ControlFlow, countsParameters: Bool) {
        steps = Array(repeating: [], count: function.blocks.count)
        usesAtEnd = steps.map { _ in [] }
        weights = Array(repeating: 0, count: function.valueCount)
        // A free instruction's result is another name for its source.
        var roots = Array(0..<function.valueCount)
        for index in function.parameters.indices where countsParameters {
            weights[index] = Self.registers(function.parameters[index].type)
        }
        for block in flow.order {
            for instruction in function.blocks[block.index].instructions { weigh(instruction, &roots) }
        }
        for block in flow.order {
            for instruction in function.blocks[block.index].instructions {
                addStep(instruction, in: block.index, roots, flow)
            }
        }
    }

    /// Gives an instruction's result its registers, or the root of the value it is another name for.
    private mutating func weigh(_ instruction: IRInstruction, _ roots: inout [Int]) {
        guard let result = instruction.result?.index else { return }
        if let source = Self.freeSource(instruction) {
            roots[result] = roots[source.index]
            return
        }
        // A constant offset in the stack frame takes none.
        if case .alloca = instruction.operation { return }
        weights[result] = Self.registers(instruction.type)
    }

    /// Adds what an instruction reads and writes to the steps of its block; a phi reads at the end of the blocks before.
    private mutating func addStep(
        _ instruction: IRInstruction, in block: Int, _ roots: [Int], _ flow: ControlFlow
    ) {
        var uses: [Int] = []
        if case .phi(let incoming) = instruction.operation {
            for pair in incoming where flow.positions[pair.from.index] != nil {
                guard let value = pair.value.value, weights[roots[value.index]] > 0 else { continue }
                usesAtEnd[pair.from.index].append(roots[value.index])
            }
        } else {
            for operand in instruction.operation.operands {
                guard let value = operand.value, weights[roots[value.index]] > 0 else { continue }
                uses.append(roots[value.index])
            }
        }
        var definition = instruction.result?.index
        if let result = definition, roots[result] != result || weights[result] == 0 { definition = nil }
        steps[block].append(Step(definition: definition, uses: uses))
    }

    /// The value whose registers hold the result already: casts that change no bits, and addresses at a constant
    /// offset, which loads and stores add on their own.
    private static func freeSource(_ instruction: IRInstruction) -> ValueID? {
        switch instruction.operation {
        case .freeze(let operand): operand.value
        case .cast(let cast, let operand):
            switch cast {
            case .bitcast, .addrspacecast: operand.value
            case .ptrtoint, .inttoptr:
                operand.type.bitWidth == instruction.type.bitWidth ? operand.value : nil
            default: nil
            }
        case .elementPointer(let base, _, let indices):
            indices.allSatisfy { $0.value == nil } ? base.value : nil
        default: nil
        }
    }

    /// 32-bit registers that hold a value of `type`: none for predicates, and vectors of small elements packed.
    static func registers(_ type: IRType) -> Int {
        switch type {
        case .void, .label, .metadata, .integer(bits: 1): 0
        case .integer(let bits): (bits + 31) / 32
        case .half, .bfloat, .float: 1
        case .double, .pointer: 2
        case .vector(let count, let element):
            element.bitWidth < 32
                ? (registers(element) * count * element.bitWidth + 31) / 32 : count * registers(element)
        case .array(let count, let element): count * registers(element)
        case .structure(let fields, _): fields.reduce(0) { $0 + registers($1) }
        }
    }
}
