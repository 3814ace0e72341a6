import CLanes
import KernelIR

extension Lowering {
    /// Lowers one scalar binary operation. Integers are kept zero-extended in their register.
    mutating func binary(
        _ operation: IRBinary, _ first: VirtualRegister, _ second: VirtualRegister, type: IRType, flags: IRFastMath
    ) throws(LoweringError) -> VirtualRegister {
        switch operation {
        case .fadd, .fsub, .fmul, .fdiv, .frem:
            guard let operations = FloatOperations(type) else { throw unsupported("\(operation) of \(type)") }
            let wide = type.bitWidth > 32
            let contract = flags.contains(.contract)
            switch operation {
            case .fadd:
                return emit(
                    operations.add, first, second, wide: wide, as: .arithmetic(.add, type), contract: contract)
            case .fsub:
                return emit(
                    operations.subtract, first, second, wide: wide, as: .arithmetic(.add, type), contract: contract)
            case .fmul:
                return emit(
                    operations.multiply, first, second, wide: wide, as: .arithmetic(.multiply, type), contract: contract
                )
            case .fdiv:
                let fast = flags.contains(.reciprocal)
                return emit(
                    operations.divide, first, second, wide: wide,
                    as: type == .double ? .doubleArithmetic : fast ? .divide : .preciseDivide)
            default:
                return emit(operations.remainder, first, second, wide: wide, as: .mathFunction)
            }
        default:
            return integer(operation, first, second, width: type.bitWidth)
        }
    }

    /// Lowers one integer operation on values of `width` bits.
    mutating func integer(
        _ operation: IRBinary, _ first: VirtualRegister, _ second: VirtualRegister, width: Int
    ) -> VirtualRegister {
        let wide = width > 32
        var left = first
        var right = second
        if operation == .sdiv || operation == .srem || operation == .ashr {
            left = signExtended(first, from: width)
            if operation != .ashr { right = signExtended(second, from: width) }
        }
        let names = IntegerOperations(wide: wide)
        let result = emit(names[operation], left, right, wide: wide, as: names.workClass(operation))
        switch operation {
        case .and, .or, .xor, .udiv, .urem, .lshr: return result
        default: return masked(result, to: width)
        }
    }

    /// The low `width` bits of a register, the rest zero.
    mutating func masked(_ register: VirtualRegister, to width: Int) -> VirtualRegister {
        switch width {
        case 32, 64: return register
        case 1: return emit(KS_MASK_I1, register, wide: false, as: .free)
        case 8: return emit(KS_MASK_I8, register, wide: false, as: .bitwise)
        case 16: return emit(KS_MASK_I16, register, wide: false, as: .free)
        default:
            let wide = width > 32
            let mask = constant((1 << UInt64(width)) - 1, wide: wide)
            return emit(wide ? KS_AND_I64 : KS_AND_I32, register, mask, wide: wide, as: .bitwise)
        }
    }

    /// A register whose `width`-bit value is sign-extended to the register's own width.
    mutating func signExtended(_ register: VirtualRegister, from width: Int) -> VirtualRegister {
        switch width {
        case 32, 64: return register
        case 1: return emit(KS_SEXT_I1_I32, register, wide: false, as: .free)
        case 8: return emit(KS_SEXT_I8_I32, register, wide: false, as: .free)
        case 16: return emit(KS_SEXT_I16_I32, register, wide: false, as: .free)
        default:
            let wide = width > 32
            let distance = constant(UInt64((wide ? 64 : 32) - width), wide: wide)
            let up = emit(wide ? KS_SHL_I64 : KS_SHL_I32, register, distance, wide: wide, as: .free)
            return emit(wide ? KS_ASHR_I64 : KS_ASHR_I32, up, distance, wide: wide, as: .bitwise)
        }
    }

    /// Compares two integers or pointers of `width` bits.
    mutating func compare(
        _ predicate: IRIntegerPredicate, _ first: VirtualRegister, _ second: VirtualRegister, width: Int
    ) -> VirtualRegister {
        var left = first
        var right = second
        switch predicate {
        case .sgt, .sge, .slt, .sle:
            left = signExtended(first, from: width)
            right = signExtended(second, from: width)
        default: break
        }
        let names = IntegerOperations(wide: width > 32)
        return emit(names[predicate], left, right, wide: false, as: .compare)
    }

    /// Lowers a conversion.
    mutating func lowerCast(
        _ cast: IRCast, _ operand: IROperand, to type: IRType, in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> [VirtualRegister] {
        let sources = try registers(operand, in: frame)
        let from = operand.type.scalar
        let to = type.scalar
        switch cast {
        case .addrspacecast: return sources
        case .bitcast:
            return try reinterpret(sources, from: operand.type, to: type)
        default:
            var found: [VirtualRegister] = []
            for source in sources { found.append(try convert(cast, source, from: from, to: to)) }
            return found
        }
    }

    /// Converts one scalar.
    mutating func convert(
        _ cast: IRCast, _ source: VirtualRegister, from: IRType, to: IRType
    ) throws(LoweringError) -> VirtualRegister {
        switch cast {
        case .trunc, .ptrtoint, .inttoptr, .zext:
            return resized(source, from: from.bitWidth, to: to.bitWidth)
        case .sext:
            let extended = signExtended(source, from: from.bitWidth)
            if from.bitWidth <= 32, to.bitWidth > 32 {
                return masked(emit(KS_SEXT_I32_I64, extended, wide: true, as: .free), to: to.bitWidth)
            }
            return masked(extended, to: to.bitWidth)
        case .fpext, .fptrunc:
            guard let operation = FloatConversions.between(from, to) else {
                throw unsupported("\(cast) from \(from) to \(to)")
            }
            return emit(operation, source, wide: to.bitWidth > 32, as: .convert)
        case .fptosi, .fptoui:
            guard let operation = FloatConversions.toInteger(from, wide: to.bitWidth > 32, signed: cast == .fptosi)
            else { throw unsupported("\(cast) from \(from) to \(to)") }
            return masked(emit(operation, source, wide: to.bitWidth > 32, as: .convert), to: to.bitWidth)
        case .sitofp, .uitofp:
            let signed = cast == .sitofp
            guard let operation = FloatConversions.fromInteger(to, wide: from.bitWidth > 32, signed: signed) else {
                throw unsupported("\(cast) from \(from) to \(to)")
            }
            let value = signed ? signExtended(source, from: from.bitWidth) : source
            return emit(operation, value, wide: to.bitWidth > 32, as: .convert)
        case .bitcast, .addrspacecast:
            return source
        }
    }

    /// Zero-extends or truncates between integer widths.
    mutating func resized(_ source: VirtualRegister, from: Int, to: Int) -> VirtualRegister {
        if from <= 32, to > 32 { return emit(KS_ZEXT_I32_I64, source, wide: true, as: .free) }
        if from > 32, to <= 32 {
            return masked(emit(KS_TRUNC_I64_I32, source, wide: false, as: .free), to: to)
        }
        return to < from ? masked(source, to: to) : source
    }

    /// Regroups the bits of scalars, little end first.
    private mutating func reinterpret(
        _ sources: [VirtualRegister], from: IRType, to: IRType
    ) throws(LoweringError) -> [VirtualRegister] {
        let sourceWidth = from.scalar.bitWidth
        let targetWidth = to.scalar.bitWidth
        if sourceWidth == targetWidth { return sources }
        guard sourceWidth > 0, targetWidth > 0 else { throw unsupported("a bit cast of an aggregate") }
        var found: [VirtualRegister] = []
        if sourceWidth > targetWidth {
            for source in sources {
                for part in 0..<(sourceWidth / targetWidth) {
                    var piece = source
                    if part > 0 {
                        let distance = constant(UInt64(part * targetWidth), wide: sourceWidth > 32)
                        piece = emit(
                            sourceWidth > 32 ? KS_LSHR_I64 : KS_LSHR_I32, source, distance, wide: sourceWidth > 32,
                            as: .free)
                    }
                    found.append(resized(piece, from: sourceWidth, to: targetWidth))
                }
            }
            return found
        }
        let wide = targetWidth > 32
        let group = targetWidth / sourceWidth
        for start in stride(from: 0, to: sources.count - group + 1, by: group) {
            var whole = resized(sources[start], from: sourceWidth, to: targetWidth)
            for part in 1..<group {
                let piece = resized(sources[start + part], from: sourceWidth, to: targetWidth)
                let distance = constant(UInt64(part * sourceWidth), wide: wide)
                let shifted = emit(wide ? KS_SHL_I64 : KS_SHL_I32, piece, distance, wide: wide, as: .free)
                whole = emit(wide ? KS_OR_I64 : KS_OR_I32, whole, shifted, wide: wide, as: .free)
            }
            found.append(whole)
        }
        return found
    }
}

extension OperationClass {
    /// Addition-like, multiplication-like or fused work.
    enum Arithmetic { case add, multiply, fused }

    /// The class of arithmetic in a floating-point format.
    static func arithmetic(_ kind: Arithmetic, _ type: IRType) -> OperationClass {
        switch (kind, type) {
        case (_, .double): .doubleArithmetic
        case (.add, .half), (.add, .bfloat): .halfAdd
        case (.multiply, .half), (.multiply, .bfloat): .halfMultiply
        case (.fused, .half), (.fused, .bfloat): .halfFMA
        case (.add, _): .floatAdd
        case (.multiply, _): .floatMultiply
        case (.fused, _): .floatFMA
        }
    }
}
