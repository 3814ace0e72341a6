extension RegisterUnits {
    /// Half registers of each member of a type: of vectors by element, of structs by field.
    static func members(of type: IRType) -> [Int] {
        switch type {
        case .void, .label, .metadata: []
        case .vector(let count, let element):
            Array(repeating: (2..<32).contains(element.bitWidth) ? 1 : halves(element), count: count)
        case .structure(let fields, _): fields.map { halves($0) }
        case .array(let count, let element) where count <= SizedType.vectorLimit:
            Array(repeating: halves(element), count: count)
        default: [halves(type)]
        }
    }

    /// Half registers of a whole value: none for predicates, a whole register for a narrow scalar.
    static func halves(_ type: IRType) -> Int {
        switch type {
        case .void, .label, .metadata, .integer(bits: 1): 0
        case .integer(let bits): (bits + 31) / 32 * 2
        case .half, .bfloat, .float: 2
        case .pointer: isWindow(type) ? 2 : 4
        case .double: 4
        case .vector(let count, let element):
            count * ((2..<32).contains(element.bitWidth) ? 1 : halves(element))
        case .structure(let fields, _): fields.reduce(0) { $0 + halves($1) }
        case .array(let count, let element): count * halves(element)
        }
    }

    /// Whether pointers of this type are 32 bits wide in registers: shared (3) and local (5) memory.
    static func isWindow(_ type: IRType) -> Bool { type.addressSpace == 3 || type.addressSpace == 5 }

    /// Whether a constant base lies in shared or local memory, looked at through casts.
    static func isWindow(_ operand: IROperand) -> Bool {
        guard case .constant(var constant) = operand.kind else { return false }
        if isWindow(operand.type) { return true }
        while true {
            switch constant {
            case .cast(.addrspacecast, let inner), .elementPointer(let inner, _, _):
                if isWindow(inner.type) { return true }
                constant = inner.value
            default: return false
            }
        }
    }

    /// Whether a cast leaves a value in the registers it is in. Widening is part of the instructions that use it.
    static func keepsBits(_ cast: IRCast, _ source: IRType, _ target: IRType) -> Bool {
        switch cast {
        case .bitcast, .addrspacecast: true
        case .ptrtoint, .inttoptr: source.bitWidth == target.bitWidth
        case .zext, .sext: source == .integer(bits: 32) && target == .integer(bits: 64)
        case .trunc: source == .integer(bits: 64) && target == .integer(bits: 32)
        default: false
        }
    }

    /// Whether a result takes no register: a stack offset, or a number the hardware keeps for a whole threadgroup.
    static func isFree(_ operation: IROperation) -> Bool {
        switch operation {
        case .alloca: true
        case .call(let callee, _):
            callee.hasPrefix("llvm.nvvm.read.ptx.sreg.ctaid.") || callee.hasPrefix("llvm.nvvm.read.ptx.sreg.ntid.")
                || callee.hasPrefix("llvm.nvvm.read.ptx.sreg.nctaid.")
        default: false
        }
    }

    /// The number that a constant index stands for; nil if it is not constant or out of reach.
    static func constant(_ index: IROperand) -> Int? {
        guard case .constant(let constant) = index.kind else { return nil }
        switch constant {
        case .integer(let value): return Int(exactly: value)
        case .zero: return 0
        default: return nil
        }
    }
}
