import CLanes
import Testing

/// Conversions between formats against Swift's own and exact arithmetic.
@Suite struct ConversionTests {
    /// Saturating conversion, NaN to 0, as LLVM's `fptosi.sat`.
    static func saturated<Number: BinaryFloatingPoint, Word: FixedWidthInteger>(
        _ value: Number, _ word: Word.Type
    ) -> Word {
        if value.isNaN { return 0 }
        if let exact = Word(exactly: value.rounded(.towardZero)) { return exact }
        return value < 0 ? Word.min : Word.max
    }

    @Test("integers change width")
    func integers() {
        var generator = SeededGenerator(seed: 1)
        let rows = Rows()
        for _ in 0..<50 {
            let a = Patterns.row32(&generator), wide = Patterns.row64(&generator)
            #expect(rows.run(KS_ZEXT_I32_I64, [a], inPlace: 0, as: UInt64.self) == a.map(UInt64.init))
            let extended = a.map { UInt64(bitPattern: Int64(Int32(bitPattern: $0))) }
            #expect(rows.run(KS_SEXT_I32_I64, [a], inPlace: 0, as: UInt64.self) == extended)
            let cut = wide.map { UInt32(truncatingIfNeeded: $0) }
            #expect(rows.run(KS_TRUNC_I64_I32, [wide], inPlace: 0, as: UInt32.self) == cut)
            let bytes = a.map { UInt32(bitPattern: Int32(Int8(truncatingIfNeeded: $0))) }
            #expect(rows.run(KS_SEXT_I8_I32, [a], as: UInt32.self) == bytes)
            let shorts = a.map { UInt32(bitPattern: Int32(Int16(truncatingIfNeeded: $0))) }
            #expect(rows.run(KS_SEXT_I16_I32, [a], as: UInt32.self) == shorts)
            #expect(rows.run(KS_SEXT_I1_I32, [a], as: UInt32.self) == a.map { $0 % 2 == 1 ? UInt32.max : 0 })
            #expect(rows.run(KS_MASK_I1, [a], as: UInt32.self) == a.map { $0 & 1 })
            #expect(rows.run(KS_MASK_I8, [a], as: UInt32.self) == a.map { $0 & 0xff })
            #expect(rows.run(KS_MASK_I16, [a], as: UInt32.self) == a.map { $0 & 0xffff })
            #expect(rows.run(KS_MOVE_32, [a], as: UInt32.self) == a)
            #expect(rows.run(KS_MOVE_64, [wide], as: UInt64.self) == wide)
        }
    }

    @Test("f32 and f64 become integers by cutting off and saturating")
    func floatToInteger() {
        var generator = SeededGenerator(seed: 2)
        let rows = Rows()
        for round in 0..<90 {
            let path = Int32(round) % ks_path_count()
            let bits = Patterns.row32(&generator), wideBits = Patterns.row64(&generator)
            let a = bits.map { Float(bitPattern: $0) }, wide = wideBits.map { Double(bitPattern: $0) }
            let s32 = a.map { UInt32(bitPattern: Self.saturated($0, Int32.self)) }
            #expect(rows.run(KS_FPTOSI_F32_I32, path: path, [bits], as: UInt32.self) == s32)
            let u32 = a.map { Self.saturated($0, UInt32.self) }
            #expect(rows.run(KS_FPTOUI_F32_I32, path: path, [bits], as: UInt32.self) == u32)
            let s64 = a.map { UInt64(bitPattern: Self.saturated($0, Int64.self)) }
            #expect(rows.run(KS_FPTOSI_F32_I64, path: path, [bits], as: UInt64.self) == s64)
            let u64 = a.map { Self.saturated($0, UInt64.self) }
            #expect(rows.run(KS_FPTOUI_F32_I64, path: path, [bits], as: UInt64.self) == u64)
            let wideS32 = wide.map { UInt32(bitPattern: Self.saturated($0, Int32.self)) }
            #expect(rows.run(KS_FPTOSI_F64_I32, path: path, [wideBits], as: UInt32.self) == wideS32)
            let wideU32 = wide.map { Self.saturated($0, UInt32.self) }
            #expect(rows.run(KS_FPTOUI_F64_I32, path: path, [wideBits], as: UInt32.self) == wideU32)
            let wideS64 = wide.map { UInt64(bitPattern: Self.saturated($0, Int64.self)) }
            #expect(rows.run(KS_FPTOSI_F64_I64, path: path, [wideBits], as: UInt64.self) == wideS64)
            let wideU64 = wide.map { Self.saturated($0, UInt64.self) }
            #expect(rows.run(KS_FPTOUI_F64_I64, path: path, [wideBits], as: UInt64.self) == wideU64)
        }
    }

    @Test("integers become f32 and f64 by rounding to nearest even")
    func integerToFloat() {
        var generator = SeededGenerator(seed: 3)
        let rows = Rows()
        for round in 0..<90 {
            let path = Int32(round) % ks_path_count()
            let a = Patterns.row32(&generator), wide = Patterns.row64(&generator)
            let s32 = a.map { Float(Int32(bitPattern: $0)).bitPattern }
            #expect(rows.run(KS_SITOFP_I32_F32, path: path, [a], as: UInt32.self) == s32)
            let u32 = a.map { Float($0).bitPattern }
            #expect(rows.run(KS_UITOFP_I32_F32, path: path, [a], as: UInt32.self) == u32)
            let s64 = wide.map { Float(Int64(bitPattern: $0)).bitPattern }
            #expect(rows.run(KS_SITOFP_I64_F32, path: path, [wide], as: UInt32.self) == s64)
            let u64 = wide.map { Float($0).bitPattern }
            #expect(rows.run(KS_UITOFP_I64_F32, path: path, [wide], as: UInt32.self) == u64)
            let wideS32 = a.map { Double(Int32(bitPattern: $0)).bitPattern }
            #expect(rows.run(KS_SITOFP_I32_F64, path: path, [a], as: UInt64.self) == wideS32)
            let wideU32 = a.map { Double($0).bitPattern }
            #expect(rows.run(KS_UITOFP_I32_F64, path: path, [a], as: UInt64.self) == wideU32)
            let wideS64 = wide.map { Double(Int64(bitPattern: $0)).bitPattern }
            #expect(rows.run(KS_SITOFP_I64_F64, path: path, [wide], as: UInt64.self) == wideS64)
            let wideU64 = wide.map { Double($0).bitPattern }
            #expect(rows.run(KS_UITOFP_I64_F64, path: path, [wide], as: UInt64.self) == wideU64)
        }
    }

    @Test("f32 and f64 change into each other")
    func floats() {
        var generator = SeededGenerator(seed: 4)
        let rows = Rows()
        for _ in 0..<90 {
            let a = Patterns.row32(&generator), wide = Patterns.row64(&generator)
            let extended = a.map { FloatLaneTests.bits(Double(Float(bitPattern: $0))) }
            #expect(rows.run(KS_FPEXT_F32_F64, [a], inPlace: 0, as: UInt64.self) == extended)
            let cut = wide.map { FloatLaneTests.bits(Float(Double(bitPattern: $0))) }
            #expect(rows.run(KS_FPTRUNC_F64_F32, [wide], inPlace: 0, as: UInt32.self) == cut)
        }
    }

    /// A 16-bit format's conversions.
    struct HalfConversions {
        /// The format.
        let half: Half
        /// To f32, to f64, from f32, from f64.
        let floats: [ks_op]
        /// Its first integer conversion, `SITOFP_I32`.
        let first: ks_op
    }

    static let halves = [
        HalfConversions(
            half: .f16, floats: [KS_FPEXT_F16_F32, KS_FPEXT_F16_F64, KS_FPTRUNC_F32_F16, KS_FPTRUNC_F64_F16],
            first: KS_SITOFP_I32_F16),
        HalfConversions(
            half: .bf16, floats: [KS_FPEXT_BF16_F32, KS_FPEXT_BF16_F64, KS_FPTRUNC_F32_BF16, KS_FPTRUNC_F64_BF16],
            first: KS_SITOFP_I32_BF16),
    ]

    @Test("every 16-bit number widens exactly and comes back", arguments: 0..<2, 0..<3)
    func everyHalf(_ index: Int, _ path: Int32) {
        guard path < ks_path_count() else { return }
        let conversions = Self.halves[index], half = conversions.half
        let rows = Rows()
        for block in 0..<2048 {
            let row = (0..<32).map { UInt32(block * 32 + $0) }
            let single = rows.run(conversions.floats[0], path: path, [row], as: UInt32.self)
            #expect(single == row.map { FloatLaneTests.bits(Float(half.value($0))) })
            let double = rows.run(conversions.floats[1], path: path, [row], as: UInt64.self)
            #expect(double == row.map { FloatLaneTests.bits(half.value($0)) })
            let canonical = row.map { half.value($0).isNaN ? half.nan : $0 }
            #expect(rows.run(conversions.floats[2], path: path, [single], as: UInt32.self) == canonical)
            #expect(rows.run(conversions.floats[3], path: path, [double], as: UInt32.self) == canonical)
            let signed = rows.run(
                ks_op(rawValue: conversions.first.rawValue + 4), path: path, [row], as: UInt32.self)
            #expect(signed == row.map { UInt32(bitPattern: Self.saturated(half.value($0), Int32.self)) })
            let unsigned = rows.run(
                ks_op(rawValue: conversions.first.rawValue + 7), path: path, [row], as: UInt64.self)
            #expect(unsigned == row.map { Self.saturated(half.value($0), UInt64.self) })
        }
    }

    @Test("numbers narrow to 16 bits with one rounding", arguments: 0..<2)
    func narrow(_ index: Int) {
        let conversions = Self.halves[index], half = conversions.half
        var generator = SeededGenerator(seed: 8)
        let rows = Rows()
        for round in 0..<300 {
            let path = Int32(round) % ks_path_count()
            // Around the midpoint of two neighbours, where a second rounding would show.
            let row = Patterns.row16(&generator).map { $0 & 0x7fff < half.infinity ? $0 : 0x1234 }
            let wide = row.enumerated().map { lane, bits -> Double in
                let below = half.value(bits & 0x7fff), above = half.value((bits & 0x7fff) + 1)
                let midpoint = above.isFinite ? (below + above) / 2 : below
                return lane % 3 == 0 ? midpoint : lane % 3 == 1 ? midpoint.nextUp : midpoint.nextDown
            }
            let expected = wide.map { half.bits($0) }
            #expect(rows.run(conversions.floats[3], path: path, [wide.map(\.bitPattern)], as: UInt32.self) == expected)
            let any = Patterns.row32(&generator)
            let expectedAny = any.map { half.bits(Double(Float(bitPattern: $0))) }
            #expect(rows.run(conversions.floats[2], path: path, [any], as: UInt32.self) == expectedAny)
        }
    }

    @Test("integers become 16-bit numbers with one rounding", arguments: 0..<2)
    func integersToHalf(_ index: Int) {
        let conversions = Self.halves[index], half = conversions.half
        /// A magnitude in f64 without losing that something was cut off.
        func odd(_ magnitude: UInt64) -> Double {
            magnitude >> 53 == 0 ? Double(magnitude) : Double(magnitude & ~0xfff | (magnitude & 0xfff == 0 ? 0 : 0x800))
        }
        func signed(_ value: Int64) -> UInt32 { half.bits(value < 0 ? -odd(value.magnitude) : odd(value.magnitude)) }
        var generator = SeededGenerator(seed: 9)
        let rows = Rows()
        for round in 0..<120 {
            let path = Int32(round) % ks_path_count()
            func run<Word: FixedWidthInteger>(_ offset: UInt32, _ row: [Word]) -> [UInt32] {
                rows.run(ks_op(rawValue: conversions.first.rawValue + offset), path: path, [row], as: UInt32.self)
            }
            let a = Patterns.row32(&generator)
            // All magnitudes, and bits just above the midpoint of neighbours.
            let wide = Patterns.row64(&generator).enumerated().map { lane, bits in
                lane % 2 == 0 ? bits >> UInt64(lane) : (UInt64(0x101) << UInt64(lane + 20)) + bits % 3
            }
            #expect(run(0, a) == a.map { signed(Int64(Int32(bitPattern: $0))) })
            #expect(run(1, a) == a.map { half.bits(Double($0)) })
            #expect(run(2, wide) == wide.map { signed(Int64(bitPattern: $0)) })
            #expect(run(3, wide) == wide.map { half.bits(odd($0)) })
        }
    }
}
