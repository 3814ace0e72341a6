import CLanes

extension Engine {
    /// Checks a lane operation before it runs and keeps its result's shadow; false after recording a failure.
    @inline(__always)
    func watchOperation(
        _ code: FlatInstruction, _ position: Int32, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let undefined =
            (watch.lanes[Int(code.first >> 7)] | watch.lanes[Int(code.second >> 7)]
                | watch.lanes[Int(code.third >> 7)]) & mask
        if undefined == 0, code.extra <= 0 {
            watch.lanes[Int(code.destination >> 7)] &= ~mask
            return true
        }
        return watchLane(code, position, undefined, registers, mask, watch, &failure)
    }

    /// Checks a lane operation whose operands have undefined bits or which may itself be undefined, before it runs.
    ///
    /// Undefined bits spread as far as the operation spreads them: through copies, bitwise operations, shifts, extensions
    /// and selections bit by bit, through sums and products from the lowest undefined bit upwards, through everything
    /// else to the whole result. Using a value so is no mistake; `FailureKind.undefined` says what is.
    ///
    /// - Returns: False after recording a failure.
    @inline(never)
    func watchLane(
        _ code: FlatInstruction, _ position: Int32, _ undefined: UInt32, _ registers: UnsafeMutableRawPointer,
        _ mask: UInt32, _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        if code.extra > 0, !guardHolds(code, position, registers, mask, watch, &failure) { return false }
        let target = watch.lanes + Int(code.destination >> 7)
        guard undefined != 0 else {
            target.pointee &= ~mask
            return true
        }
        let place = watch.origins + Int(code.destination >> 7)
        if code.extra == LaneGuard.move.rawValue {
            let source = Int(code.first >> 7)
            let from = watch.bits + Int(code.first)
            let to = watch.bits + Int(code.destination)
            if code.opcode == .lane32 {
                ks_blend_32(
                    to.assumingMemoryBound(to: UInt32.self), from.assumingMemoryBound(to: UInt32.self),
                    undefined & mask)
            } else {
                ks_blend_64(
                    to.assumingMemoryBound(to: UInt64.self), from.assumingMemoryBound(to: UInt64.self),
                    undefined & mask)
            }
            target.pointee = (target.pointee & ~mask) | (undefined & mask)
            let origin = watch.origins[source]
            place.pointee =
                origin == UndefinedOrigin.constant
                ? UndefinedOrigin(instruction: position, segment: 0).word : origin
            return true
        }
        let origin =
            [code.first, code.second, code.third].lazy.map { Int($0 >> 7) }
            .first { watch.lanes[$0] & mask != 0 }.map { watch.origins[$0] } ?? 0
        let operation = watch.operations[Int(position)]
        var spread: UInt32 = 0
        var rest = mask
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            var bits: UInt64 = 0
            if undefined >> UInt32(lane) & 1 == 1 {
                bits = Self.spread(
                    operation, operand(code.first, lane, operation, 0, registers, watch),
                    operand(code.second, lane, operation, 1, registers, watch),
                    operand(code.third, lane, operation, 2, registers, watch))
            }
            if code.opcode == .lane32 {
                let narrow = UInt32(truncatingIfNeeded: bits)
                (watch.bits + Int(code.destination)).storeBytes(of: narrow, toByteOffset: lane * 4, as: UInt32.self)
                if narrow != 0 { spread |= 1 << UInt32(lane) }
            } else {
                (watch.bits + Int(code.destination)).storeBytes(of: bits, toByteOffset: lane * 8, as: UInt64.self)
                if bits != 0 { spread |= 1 << UInt32(lane) }
            }
        }
        target.pointee = (target.pointee & ~mask) | spread
        place.pointee =
            origin == UndefinedOrigin.constant ? UndefinedOrigin(instruction: position, segment: 0).word : origin
        return true
    }

    /// One lane of an operand: its value and its undefined bits.
    struct Operand {
        let value: UInt64
        let undefined: UInt64
    }

    private func operand(
        _ row: Int32, _ lane: Int, _ operation: ks_op, _ number: Int, _ registers: UnsafeMutableRawPointer,
        _ watch: WarpWatch
    ) -> Operand {
        let isUndefined = watch.lanes[Int(row >> 7)] >> UInt32(lane) & 1 == 1
        if Self.readsWide(operation, number) {
            return Operand(
                value: (registers + Int(row)).load(fromByteOffset: lane * 8, as: UInt64.self),
                undefined: isUndefined ? (watch.bits + Int(row)).load(fromByteOffset: lane * 8, as: UInt64.self) : 0)
        }
        return Operand(
            value: UInt64((registers + Int(row)).load(fromByteOffset: lane * 4, as: UInt32.self)),
            undefined: isUndefined
                ? UInt64((watch.bits + Int(row)).load(fromByteOffset: lane * 4, as: UInt32.self)) : 0)
    }

    /// Whether an operand of one of the operations that `spread` knows is a 64-bit row.
    private static func readsWide(_ operation: ks_op, _ number: Int) -> Bool {
        switch operation {
        case KS_AND_I64, KS_OR_I64, KS_XOR_I64, KS_SHL_I64, KS_LSHR_I64, KS_ASHR_I64, KS_ADD_I64, KS_SUB_I64,
            KS_MUL_I64, KS_TRUNC_I64_I32, KS_MOVE_64:
            true
        case KS_SELECT_I64: number > 0
        default: false
        }
    }

    /// The undefined bits of a lane's result, of which at least one operand has some.
    private static func spread(_ operation: ks_op, _ a: Operand, _ b: Operand, _ c: Operand) -> UInt64 {
        switch operation {
        case KS_AND_I32, KS_AND_I64:
            return (a.undefined & b.undefined) | (a.undefined & b.value) | (b.undefined & a.value)
        case KS_OR_I32, KS_OR_I64:
            return (a.undefined & b.undefined) | (a.undefined & ~b.value) | (b.undefined & ~a.value)
        case KS_XOR_I32, KS_XOR_I64: return a.undefined | b.undefined
        case KS_SHL_I32, KS_SHL_I64: return b.undefined == 0 ? (b.value < 64 ? a.undefined << b.value : 0) : .max
        case KS_LSHR_I32, KS_LSHR_I64: return b.undefined == 0 ? (b.value < 64 ? a.undefined >> b.value : 0) : .max
        case KS_ASHR_I32:
            guard b.undefined == 0, b.value < 32 else { return .max }
            return UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: a.undefined) >> Int32(b.value)))
        case KS_ASHR_I64:
            guard b.undefined == 0, b.value < 64 else { return .max }
            return UInt64(bitPattern: Int64(bitPattern: a.undefined) >> Int64(b.value))
        case KS_ADD_I32, KS_ADD_I64, KS_SUB_I32, KS_SUB_I64, KS_MUL_I32, KS_MUL_I64:
            // A carry moves upwards only.
            let either = a.undefined | b.undefined
            return either | (0 &- (either & (0 &- either)))
        case KS_SELECT_I32, KS_SELECT_I64:
            if a.undefined & 1 == 1 { return .max }
            return a.value & 1 == 1 ? b.undefined : c.undefined
        case KS_ZEXT_I32_I64, KS_TRUNC_I64_I32: return a.undefined
        case KS_SEXT_I32_I64:
            return UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: a.undefined)))
        case KS_SEXT_I1_I32: return a.undefined & 1 == 1 ? .max : 0
        case KS_SEXT_I8_I32: return UInt64(bitPattern: Int64(Int8(truncatingIfNeeded: a.undefined)))
        case KS_SEXT_I16_I32: return UInt64(bitPattern: Int64(Int16(truncatingIfNeeded: a.undefined)))
        case KS_MASK_I1: return a.undefined & 1
        case KS_MASK_I8: return a.undefined & 0xFF
        case KS_MASK_I16: return a.undefined & 0xFFFF
        case KS_NEG_F32, KS_NEG_F16, KS_NEG_BF16: return a.undefined
        case KS_ABS_F32: return a.undefined & 0x7FFF_FFFF
        default: return .max
        }
    }
}
