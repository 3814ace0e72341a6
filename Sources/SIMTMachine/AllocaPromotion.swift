import KernelIR

/// A private variable that can live in registers: each access is at a constant offset and of one scalar layout.
struct PromotedVariable {
    /// Width in bytes of the scalar at each accessed offset.
    var slots: [Int: Int] = [:]
}

/// Finds the private variables of a function that never need memory.
///
/// A variable qualifies when its address is only loaded from and stored to, possibly through constant offsets, and no
/// two accesses overlap with different extents. At `-O0` that is nearly every local variable of a kernel.
struct AllocaPromotion {
    /// The variables found, by the value of their `alloca`.
    private(set) var promotable: [ValueID: PromotedVariable] = [:]
    /// For each pointer value derived from a promotable variable: the variable and the constant offset.
    private var derived: [ValueID: (variable: ValueID, offset: Int)] = [:]
    private var rejected: Set<ValueID> = []

    init(function: IRFunction) {
        for block in function.blocks {
            for instruction in block.instructions {
                guard let result = instruction.result, case .alloca(_, 1, _) = instruction.operation else { continue }
                promotable[result] = PromotedVariable()
                derived[result] = (result, 0)
            }
        }
        guard !promotable.isEmpty else { return }
        // Definitions precede uses in dominance order but not always in the text, so repeat until nothing is new.
        var before = -1
        while before != derived.count {
            before = derived.count
            for block in function.blocks { for instruction in block.instructions { derive(instruction) } }
        }
        for block in function.blocks { for instruction in block.instructions { examine(instruction) } }
        for variable in rejected { promotable[variable] = nil }
        for (variable, slots) in promotable where overlaps(slots) { promotable[variable] = nil }
    }

    /// Records a pointer computed from a known one by a constant offset.
    private mutating func derive(_ instruction: IRInstruction) {
        guard let result = instruction.result, derived[result] == nil else { return }
        guard let (base, offset) = Self.constantOffset(of: instruction), let known = derived[base] else { return }
        derived[result] = (known.variable, known.offset + offset)
    }

    /// The pointer value and constant byte offset that an instruction adds, if it is of that form.
    static func constantOffset(of instruction: IRInstruction) -> (base: ValueID, offset: Int)? {
        switch instruction.operation {
        case .elementPointer(let base, let element, let indices):
            guard case .value(let id) = base.kind, case .pointer = base.type else { return nil }
            var numbers: [Int] = []
            for index in indices {
                guard case .constant(.integer(let bits)) = index.kind else { return nil }
                numbers.append(signExtend(bits, width: index.type.bitWidth))
            }
            guard let offset = ElementOffset.constant(element: element, indices: numbers) else { return nil }
            return (id, offset)
        case .cast(.addrspacecast, let operand), .cast(.bitcast, let operand):
            guard case .value(let id) = operand.kind, case .pointer = operand.type else { return nil }
            return (id, 0)
        default: return nil
        }
    }

    /// Rejects variables whose address escapes, and collects the slots of the others.
    private mutating func examine(_ instruction: IRInstruction) {
        switch instruction.operation {
        case .load(let pointer, _, _, _): access(pointer, type: instruction.type)
        case .store(let value, let pointer, _, _):
            reject(value)
            access(pointer, type: value.type)
        case .call(let callee, let arguments):
            if callee.hasPrefix("llvm.lifetime") { return }
            arguments.forEach { reject($0) }
        default:
            if let result = instruction.result, derived[result] != nil { return }
            instruction.operation.operands.forEach { reject($0) }
        }
    }

    private mutating func access(_ pointer: IROperand, type: IRType) {
        guard case .value(let id) = pointer.kind, let (variable, offset) = derived[id] else { return }
        guard let scalars = Scalar.flatten(type), scalars.count <= 64 else {
            rejected.insert(variable)
            return
        }
        for scalar in scalars {
            let place = offset + scalar.offset
            if let width = promotable[variable]?.slots[place], width != scalar.byteCount { rejected.insert(variable) }
            promotable[variable]?.slots[place] = scalar.byteCount
        }
    }

    private mutating func reject(_ operand: IROperand) {
        guard case .value(let id) = operand.kind, let (variable, _) = derived[id] else { return }
        rejected.insert(variable)
    }

    /// True where two slots share a byte.
    private func overlaps(_ variable: PromotedVariable) -> Bool {
        var end = Int.min
        for (offset, width) in variable.slots.sorted(by: { $0.key < $1.key }) {
            if offset < end { return true }
            end = offset + width
        }
        return false
    }

    /// Pointers that stand for promoted variables, with their offsets.
    var pointerTargets: [ValueID: (variable: ValueID, offset: Int)] {
        derived.filter { promotable[$0.value.variable] != nil }
    }
}

/// `bits` of the given width as a signed number.
func signExtend(_ bits: UInt64, width: Int) -> Int {
    guard width > 0, width < 64 else { return Int(bitPattern: UInt(bits)) }
    let shift = 64 - width
    return Int(Int64(bitPattern: bits << UInt64(shift)) >> Int64(shift))
}
