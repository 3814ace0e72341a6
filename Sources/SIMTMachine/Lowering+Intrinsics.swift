import CLanes
import KernelIR

extension Lowering {
    /// Lowers an intrinsic that computes lanes independently; nil where the name is not known.
    mutating func lowerPure(_ call: IntrinsicCall) throws(LoweringError) -> [VirtualRegister]? {
        if let register = specialRegister(call.name) { return [register] }
        let element = call.result.scalar
        if let entry = MathFunctions.table[call.name] {
            return [
                emit(
                    entry.operation, call.scalar(0), call.scalar(1), call.scalar(2), wide: element.bitWidth > 32,
                    as: entry.workClass)
            ]
        }
        if call.stem.hasPrefix("llvm.vector.reduce.") { return try reduceVector(call) }
        // The optimiser has its answer; where it has not run, nothing is known to be constant.
        if call.stem == "llvm.is.constant" { return [constant(0, wide: false)] }
        if call.stem.hasSuffix(".with.overflow") { return try overflowing(call) }
        guard let first = call.operands.first else { return nil }
        if let operations = FloatOperations(element) {
            return try floatIntrinsic(call, first, operations, element)
        }
        return try integerIntrinsic(call, first, element)
    }

    /// Special registers of CUDA kernels, and the lane number.
    private mutating func specialRegister(_ name: String) -> VirtualRegister? {
        if name == "__ks_lane_id" { return builtin(.threadIndexInSimdgroup, component: 0) }
        if name == "__ks_clock" { return constant(0, wide: true) }
        let (own, foreign) = ("__ks_", "llvm.nvvm.read.ptx.sreg.")
        let rest =
            name.hasPrefix(own)
            ? name.dropFirst(own.count).split(separator: "_")
            : name.hasPrefix(foreign) ? name.dropFirst(foreign.count).split(separator: ".") : []
        guard rest.count <= 2 else { return nil }
        let component = rest.count > 1 ? ["x": 0, "y": 1, "z": 2][String(rest[1])] : 0
        guard let component else { return nil }
        switch rest.first {
        case "tid": return builtin(.threadPositionInThreadgroup, component: component)
        case "ctaid": return builtin(.threadgroupPositionInGrid, component: component)
        case "ntid": return builtin(.threadsPerThreadgroup, component: component)
        case "nctaid": return builtin(.threadgroupsPerGrid, component: component)
        case "laneid": return builtin(.threadIndexInSimdgroup, component: 0)
        case "warpid": return builtin(.simdgroupIndexInThreadgroup, component: 0)
        case "warpsize": return constant(32, wide: false)
        default: return nil
        }
    }

    private mutating func floatIntrinsic(
        _ call: IntrinsicCall, _ first: [VirtualRegister], _ operations: FloatOperations, _ element: IRType
    ) throws(LoweringError) -> [VirtualRegister]? {
        let wide = element.bitWidth > 32
        let second = call.operands.count > 1 ? call.operands[1] : []
        let third = call.operands.count > 2 ? call.operands[2] : []
        let unary: (ks_op, OperationClass)?
        switch call.stem {
        case "llvm.fma", "llvm.fmuladd":
            return first.indices.map {
                emit(
                    operations.fusedMultiplyAdd, first[$0], second[$0], third[$0], wide: wide,
                    as: .arithmetic(.fused, element))
            }
        case "llvm.minnum", "llvm.minimum", "llvm.minimumnum":
            return zip(first, second).map { emit(operations.minimum, $0, $1, wide: wide, as: .minMaxSelect) }
        case "llvm.maxnum", "llvm.maximum", "llvm.maximumnum":
            return zip(first, second).map { emit(operations.maximum, $0, $1, wide: wide, as: .minMaxSelect) }
        case "llvm.copysign":
            return zip(first, second).map { emit(operations.copySign, $0, $1, wide: wide, as: .bitwise) }
        case "llvm.fabs": unary = (operations.absolute, .free)
        case "llvm.sqrt": unary = (operations.squareRoot, wide ? .doubleArithmetic : .squareRoot)
        case "llvm.floor": unary = (operations.floor, .round)
        case "llvm.ceil": unary = (operations.ceil, .round)
        case "llvm.trunc": unary = (operations.truncate, .round)
        case "llvm.rint", "llvm.nearbyint", "llvm.roundeven": unary = (operations.roundEven, .round)
        case "llvm.round": unary = (operations.round, .round)
        case "llvm.canonicalize", "llvm.expect", "llvm.arithmetic.fence": return first
        case "llvm.ldexp": return zip(first, second).map { scaleByPowerOfTwo($0, $1, element, operations) }
        default: unary = MathFunctions.llvm(call.stem, element)
        }
        guard let unary else { return nil }
        if call.operands.count > 1 {
            return zip(first, second).map { emit(unary.0, $0, $1, wide: wide, as: unary.1) }
        }
        return first.map { emit(unary.0, $0, wide: wide, as: unary.1) }
    }

    /// `value * 2^exponent` in steps that stay exact or round once at the end, for f32 and f64.
    private mutating func scaleByPowerOfTwo(
        _ value: VirtualRegister, _ exponent: VirtualRegister, _ element: IRType, _ operations: FloatOperations
    ) -> VirtualRegister {
        // In double every f32 scaling by a clamped exponent is exact, so one rounding remains.
        let wide = element == .double
        let low = constant(UInt64(UInt32(bitPattern: Int32(-1022))), wide: false)
        let high = constant(1023, wide: false)
        let raised = emit(KS_SMAX_I32, exponent, low, wide: false, as: .free)
        let clamped = emit(KS_SMIN_I32, raised, high, wide: false, as: .free)
        let bias = constant(1023, wide: false)
        let biased = emit(KS_ADD_I32, clamped, bias, wide: false, as: .intAdd)
        let widened = emit(KS_ZEXT_I32_I64, biased, wide: true, as: .free)
        let factor = emit(KS_SHL_I64, widened, constant(52, wide: true), wide: true, as: .shift)
        if wide { return emit(KS_MUL_F64, value, factor, wide: true, as: .doubleArithmetic) }
        guard let extend = FloatConversions.between(element, .double),
            let shrink = FloatConversions.between(.double, element)
        else { return value }
        let exact = emit(extend, value, wide: true, as: .free)
        let scaled = emit(KS_MUL_F64, exact, factor, wide: true, as: .free)
        return emit(shrink, scaled, wide: false, as: .floatMultiply)
    }

    private mutating func integerIntrinsic(
        _ call: IntrinsicCall, _ first: [VirtualRegister], _ element: IRType
    ) throws(LoweringError) -> [VirtualRegister]? {
        let width = element.bitWidth
        let wide = width > 32
        let second = call.operands.count > 1 ? call.operands[1] : []
        let third = call.operands.count > 2 ? call.operands[2] : []
        switch call.stem {
        case "llvm.expect", "llvm.ptrmask":
            if call.stem == "llvm.expect" { return first }
            return zip(first, second).map { emit(KS_AND_I64, $0, $1, wide: true, as: .free) }
        case "llvm.umin", "llvm.umax":
            let operation =
                call.stem == "llvm.umin" ? (wide ? KS_UMIN_I64 : KS_UMIN_I32) : (wide ? KS_UMAX_I64 : KS_UMAX_I32)
            return zip(first, second).map { emit(operation, $0, $1, wide: wide, as: .minMaxSelect) }
        case "llvm.smin", "llvm.smax":
            let operation =
                call.stem == "llvm.smin" ? (wide ? KS_SMIN_I64 : KS_SMIN_I32) : (wide ? KS_SMAX_I64 : KS_SMAX_I32)
            return zip(first, second).map { one, other in
                let left = signExtended(one, from: width)
                let right = signExtended(other, from: width)
                return masked(emit(operation, left, right, wide: wide, as: .minMaxSelect), to: width)
            }
        case "llvm.abs":
            return first.map {
                masked(
                    emit(wide ? KS_ABS_I64 : KS_ABS_I32, signExtended($0, from: width), wide: wide, as: .intAdd),
                    to: width)
            }
        case "llvm.ctpop":
            return first.map { emit(wide ? KS_CTPOP_I64 : KS_CTPOP_I32, $0, wide: wide, as: .popcount) }
        case "llvm.ctlz":
            return first.map {
                let count = emit(wide ? KS_CTLZ_I64 : KS_CTLZ_I32, $0, wide: wide, as: .leadingZeros)
                let unused = (wide ? 64 : 32) - width
                if unused == 0 { return count }
                return emit(
                    wide ? KS_SUB_I64 : KS_SUB_I32, count, constant(UInt64(unused), wide: wide), wide: wide, as: .free)
            }
        case "llvm.cttz":
            return first.map {
                let count = emit(wide ? KS_CTTZ_I64 : KS_CTTZ_I32, $0, wide: wide, as: .leadingZeros)
                let limit = constant(UInt64(width), wide: wide)
                return emit(wide ? KS_UMIN_I64 : KS_UMIN_I32, count, limit, wide: wide, as: .free)
            }
        case "llvm.bitreverse", "llvm.bswap":
            let operation =
                call.stem == "llvm.bswap"
                ? (wide ? KS_BSWAP_I64 : KS_BSWAP_I32) : (wide ? KS_BITREVERSE_I64 : KS_BITREVERSE_I32)
            return first.map {
                let turned = emit(operation, $0, wide: wide, as: .popcount)
                let unused = (wide ? 64 : 32) - width
                if unused == 0 { return turned }
                return emit(
                    wide ? KS_LSHR_I64 : KS_LSHR_I32, turned, constant(UInt64(unused), wide: wide), wide: wide,
                    as: .free)
            }
        case "llvm.fshl", "llvm.fshr":
            guard width == 32 || width == 64 else { throw unsupported("\(call.name)") }
            let operation =
                call.stem == "llvm.fshl" ? (wide ? KS_FSHL_I64 : KS_FSHL_I32) : (wide ? KS_FSHR_I64 : KS_FSHR_I32)
            return first.indices.map {
                emit(operation, first[$0], second[$0], third[$0], wide: wide, as: .shift)
            }
        case "llvm.uadd.sat", "llvm.sadd.sat", "llvm.usub.sat", "llvm.ssub.sat":
            return try saturating(call, first, second, width: width)
        case "llvm.is.fpclass":
            return try classify(call)
        default: return nil
        }
    }

    /// Saturating addition and subtraction: native at 32 and 64 bits, clamped in 32 bits below.
    private mutating func saturating(
        _ call: IntrinsicCall, _ first: [VirtualRegister], _ second: [VirtualRegister], width: Int
    ) throws(LoweringError) -> [VirtualRegister] {
        let wide = width > 32
        let signed = call.stem.hasPrefix("llvm.s")
        let adds = call.stem.contains("add")
        if width == 32 || width == 64 {
            let operation: ks_op =
                switch (adds, signed) {
                case (true, true): wide ? KS_SADD_SAT_I64 : KS_SADD_SAT_I32
                case (true, false): wide ? KS_UADD_SAT_I64 : KS_UADD_SAT_I32
                case (false, true): wide ? KS_SSUB_SAT_I64 : KS_SSUB_SAT_I32
                case (false, false): wide ? KS_USUB_SAT_I64 : KS_USUB_SAT_I32
                }
            return zip(first, second).map { emit(operation, $0, $1, wide: wide, as: .intAdd) }
        }
        guard width < 32 else { throw unsupported(call.name) }
        return zip(first, second).map { one, other in
            let left = signed ? signExtended(one, from: width) : one
            let right = signed ? signExtended(other, from: width) : other
            let operation: ks_op = adds ? KS_ADD_I32 : signed ? KS_SUB_I32 : KS_USUB_SAT_I32
            let sum = emit(operation, left, right, wide: false, as: .intAdd)
            let top = constant(signed ? (1 << UInt64(width - 1)) - 1 : (1 << UInt64(width)) - 1, wide: false)
            let capped = emit(signed ? KS_SMIN_I32 : KS_UMIN_I32, sum, top, wide: false, as: .minMaxSelect)
            if !signed { return capped }
            let bottom = constant(UInt64(UInt32(bitPattern: -(Int32(1) << Int32(width - 1)))), wide: false)
            return masked(emit(KS_SMAX_I32, capped, bottom, wide: false, as: .minMaxSelect), to: width)
        }
    }

    /// Addition, subtraction and multiplication that report overflow, for 32 bits and less through 64.
    private mutating func overflowing(_ call: IntrinsicCall) throws(LoweringError) -> [VirtualRegister] {
        let width = call.types.first?.scalar.bitWidth ?? 0
        guard width <= 32, call.operands.count == 2 else { throw unsupported(call.name) }
        let parts = call.name.split(separator: ".")
        guard parts.count > 1, let signedness = parts[1].first else { throw unsupported(call.name) }
        let signed = signedness == "s"
        let operation: ks_op =
            parts[1].hasSuffix("mul") ? KS_MUL_I64 : parts[1].hasSuffix("sub") ? KS_SUB_I64 : KS_ADD_I64
        func widen(_ register: VirtualRegister) -> VirtualRegister {
            let extended = signed ? signExtended(register, from: width) : register
            return emit(signed ? KS_SEXT_I32_I64 : KS_ZEXT_I32_I64, extended, wide: true, as: .free)
        }
        let exact = emit(operation, widen(call.scalar(0)), widen(call.scalar(1)), wide: true, as: .longAdd)
        let low = masked(emit(KS_TRUNC_I64_I32, exact, wide: false, as: .free), to: width)
        let overflow = emit(KS_ICMP_NE_I64, widen(low), exact, wide: false, as: .compare)
        return [low, overflow]
    }

    /// Reduces a vector held in registers, in element order.
    private mutating func reduceVector(_ call: IntrinsicCall) throws(LoweringError) -> [VirtualRegister] {
        let kind = call.stem.split(separator: ".").last.map(String.init) ?? ""
        guard var elements = call.operands.last, let type = call.types.last?.scalar else {
            throw unsupported(call.name)
        }
        if kind == "fadd" || kind == "fmul" { elements.insert(call.scalar(0), at: 0) }
        guard var total = elements.first else { throw unsupported(call.name) }
        let binaries: [String: IRBinary] = [
            "add": .add, "mul": .mul, "and": .and, "or": .or, "xor": .xor, "fadd": .fadd, "fmul": .fmul,
        ]
        for element in elements.dropFirst() {
            if let operation = binaries[kind] {
                total = try binary(operation, total, element, type: type, flags: [])
                continue
            }
            let pair = IntrinsicCall(
                name: "llvm.\(kind == "fmax" ? "maxnum" : kind == "fmin" ? "minnum" : kind)",
                operands: [[total], [element]], types: [type, type], result: type, results: [])
            guard let value = try lowerPure(pair)?.first else { throw unsupported(call.name) }
            total = value
        }
        return [total]
    }

    /// `llvm.is.fpclass` for the tests that headers make: NaN, infinity, zero, normal and their unions.
    private mutating func classify(_ call: IntrinsicCall) throws(LoweringError) -> [VirtualRegister] {
        guard call.operands.count == 2, let type = call.types.first?.scalar,
            let test = program.constants.first(where: { $0.register == call.scalar(1) })?.value,
            let format = FloatFormat(type)
        else { throw unsupported(call.name) }
        let wide = type.bitWidth > 32
        return call.operands[0].map { value in
            let magnitude = emit(
                wide ? KS_AND_I64 : KS_AND_I32, value, constant(format.magnitudeMask, wide: wide), wide: wide,
                as: .bitwise)
            let sign = compare(
                .ugt, value, constant(format.magnitudeMask, wide: wide), width: wide ? 64 : 32)
            var hit = constant(0, wide: false)
            for (bit, negative, range) in format.classes where test & bit != 0 {
                let above = compare(.uge, magnitude, constant(range.lowerBound, wide: wide), width: wide ? 64 : 32)
                let below = compare(.ule, magnitude, constant(range.upperBound, wide: wide), width: wide ? 64 : 32)
                var inside = emit(KS_AND_I32, above, below, wide: false, as: .free)
                if let negative {
                    let signed =
                        negative ? sign : emit(KS_XOR_I32, sign, constant(1, wide: false), wide: false, as: .free)
                    inside = emit(KS_AND_I32, inside, signed, wide: false, as: .free)
                }
                hit = emit(KS_OR_I32, hit, inside, wide: false, as: .free)
            }
            return hit
        }
    }
}
