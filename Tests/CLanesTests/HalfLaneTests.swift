import CLanes
import Testing

/// f16 and bf16 operations against exact arithmetic rounded once.
@Suite struct HalfLaneTests {
    /// A format with the number of its first operation.
    static let formats: [(Half, ks_op, ks_op)] = [
        (.f16, KS_ADD_F16, KS_FCMP_OEQ_F16), (.bf16, KS_ADD_BF16, KS_FCMP_OEQ_BF16),
    ]

    /// Runs a unary operation on all 65536 bit patterns.
    static func everything(_ operation: ks_op, path: Int32) -> [UInt32] {
        let rows = Rows()
        return (0..<2048).flatMap { block in
            rows.run(operation, path: path, [(0..<32).map { UInt32(block * 32 + $0) }], as: UInt32.self)
        }
    }

    @Test("unary operations are right for all 65536 values on every path", arguments: 0..<2, 0..<3)
    func unary(_ format: Int, _ path: Int32) {
        guard path < ks_path_count() else { return }
        let (half, first, _) = Self.formats[format]
        // Offsets in the enum of SQRT, FLOOR, CEIL, TRUNC, RINT, ROUND.
        let functions: [(UInt32, (Double) -> Double)] = [
            (10, { $0 < 0 ? .nan : $0.squareRoot() }), (11, { $0.rounded(.down) }), (12, { $0.rounded(.up) }),
            (13, { $0.rounded(.towardZero) }), (14, { $0.rounded(.toNearestOrEven) }),
            (15, { $0.rounded(.toNearestOrAwayFromZero) }),
        ]
        let values = (0..<65536).map { half.value(UInt32($0)) }
        for (offset, function) in functions {
            let operation = ks_op(rawValue: first.rawValue + offset)
            let found = Self.everything(operation, path: path)
            // Rounding to an integer of the format and comparing as numbers is cheaper than searching the bits.
            let wrong = (0..<65536).first { index in
                let expected = function(values[index])
                if found[index] > 0xffff { return true }
                if expected.isNaN { return found[index] != half.nan }
                if offset == 10 { return index % 16 == 3 && found[index] != half.bits(expected) }
                let value = half.value(found[index])
                return value != expected || value.sign != expected.sign
            }
            #expect(wrong == nil, "\(String(cString: ks_op_name(operation)))")
        }
    }

    @Test("sign operations work on bits")
    func signs() {
        for (_, first, _) in Self.formats {
            let negated = Self.everything(ks_op(rawValue: first.rawValue + 5), path: ks_path_count() - 1)
            let absolute = Self.everything(ks_op(rawValue: first.rawValue + 6), path: ks_path_count() - 1)
            #expect((0..<65536).allSatisfy { negated[$0] == UInt32($0) ^ 0x8000 })
            #expect((0..<65536).allSatisfy { absolute[$0] == UInt32($0) & 0x7fff })
        }
    }

    @Test("sums, products, quotients, remainders and extremes are rounded once", arguments: 0..<2)
    func binary(_ format: Int) {
        let (half, first, _) = Self.formats[format]
        let functions: [(UInt32, (Double, Double) -> Double)] = [
            (0, { $0 + $1 }), (1, { $0 - $1 }), (2, { $0 * $1 }), (3, { $0 / $1 }),
            (7, { FloatLaneTests.minimum($0, $1) }), (8, { -FloatLaneTests.minimum(-$0, -$1) }),
            (16, { $0.truncatingRemainder(dividingBy: $1) }),
        ]
        let rows = Rows()
        for (offset, function) in functions {
            let operation = ks_op(rawValue: first.rawValue + offset)
            var generator = SeededGenerator(seed: UInt64(offset))
            for round in 0..<240 {
                let a = Patterns.row16(&generator), b = Patterns.row16(&generator)
                let expected = (0..<32).map { half.bits(function(half.value(a[$0]), half.value(b[$0]))) }
                let found = rows.run(operation, path: Int32(round) % ks_path_count(), [a, b], as: UInt32.self)
                #expect(found == expected, "\(String(cString: ks_op_name(operation)))")
            }
        }
    }

    @Test("products and quotients among bf16's subnormals do not round twice", arguments: [0x1d00, 0x1c00, 0x1b80])
    func tinyResults(_ exponent: UInt32) {
        // Every pair of mantissas, with results between 2^-136 and 2^-126.
        let rows = Rows(), half = Half.bf16
        for left in UInt32(0)..<128 {
            for block in UInt32(0)..<4 {
                let a = [UInt32](repeating: 0x2000 | left, count: 32)
                let b = (0..<32).map { exponent | (block * 32 + UInt32($0)) }
                let products = (0..<32).map { half.bits(half.value(a[$0]) * half.value(b[$0])) }
                #expect(rows.run(KS_MUL_BF16, [a, b], as: UInt32.self) == products)
                let divisors = b.map { $0 & 0x7f | (0x5f00 + 3 * (0x1d00 - exponent)) }
                let quotients = (0..<32).map { half.bits(half.value(a[$0]) / half.value(divisors[$0])) }
                #expect(rows.run(KS_DIV_BF16, [a, divisors], as: UInt32.self) == quotients)
            }
        }
    }

    @Test("fused multiply-add near a midpoint does not round twice", arguments: 0..<3)
    func nearMidpoint(_ path: Int32) {
        guard path < ks_path_count() else { return }
        // c + half of its last place, give or take k^2 * 2^-20 of that: f32 would lose the difference.
        let half = Half.f16, rows = Rows()
        for k in 1...4 {
            let small = Double(k) * 0x1p-10
            let a = (0..<32).map { half.bits(($0 % 2 == 0 ? 1 : -1) * (1 + small)) }
            let b = [UInt32](repeating: half.bits((1 - small) * 0x1p-11), count: 32)
            let c = (0..<32).map { half.bits(1 + Double($0 + 8) * 0x1p-10) }
            let expected = (0..<32).map { Self.exactFused(a[$0], b[$0], c[$0]) }
            #expect(rows.run(KS_FMA_F16, path: path, [a, b, c], as: UInt32.self) == expected)
        }
        // In bf16 (1 + 2^-4)^2 is itself a midpoint, and an addend that f64 would lose decides.
        let factor = [UInt32](repeating: 0x3f88, count: 32)
        let addend: [UInt32] = (0..<32).map { $0 % 2 == 0 ? 0x0d80 : 0x8d80 }
        let decided: [UInt32] = (0..<32).map { $0 % 2 == 0 ? 0x3f91 : 0x3f90 }
        #expect(rows.run(KS_FMA_BF16, path: path, [factor, factor, addend], as: UInt32.self) == decided)
    }

    @Test("fused multiply-add is rounded once")
    func fused() {
        let rows = Rows()
        var generator = SeededGenerator(seed: 12)
        for round in 0..<400 {
            let a = Patterns.row16(&generator), b = Patterns.row16(&generator)
            var c = Patterns.row16(&generator)
            // A third of the addends nearly cancel the product.
            for lane in stride(from: 0, to: 32, by: 3) {
                c[lane] = Half.f16.bits(-Half.f16.value(a[lane]) * Half.f16.value(b[lane]))
            }
            let expected = (0..<32).map { Self.exactFused(a[$0], b[$0], c[$0]) }
            let found = rows.run(KS_FMA_F16, path: Int32(round) % ks_path_count(), [a, b, c], as: UInt32.self)
            #expect(found == expected)
        }
    }

    /// f16 a*b + c: products and sums are integers in units of 2^-48, below 2^82.
    static func exactFused(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
        let half = Half.f16
        let (x, y, z) = (half.value(a), half.value(b), half.value(c))
        guard x.isFinite, y.isFinite, z.isFinite else { return half.bits(x * y + z) }
        let product = Int128(x * y * 0x1p48), addend = Int128(z * 0x1p48)
        let sum = product + addend
        if sum == 0 { return half.bits(x * y + z) }
        // At most 53 bits are kept; what is cut off leaves a last bit of 1.
        let magnitude = sum.magnitude
        let excess = max(0, 128 - magnitude.leadingZeroBitCount - 53)
        var kept = magnitude >> UInt128(excess)
        if kept << UInt128(excess) != magnitude { kept |= 1 }
        let value = Double(kept) * Double(sign: .plus, exponent: excess - 48, significand: 1)
        return half.bits(sum < 0 ? -value : value)
    }

    @Test("comparisons treat NaN as LLVM does", arguments: 0..<14)
    func compare(_ index: Int) {
        let comparison = FloatLaneTests.comparisons(Double.self)[index]
        let rows = Rows()
        for (half, _, first) in Self.formats {
            var generator = SeededGenerator(seed: UInt64(index))
            for _ in 0..<40 {
                let a = Patterns.row16(&generator)
                var b = Patterns.row16(&generator)
                b[5] = a[5]
                let expected: [UInt32] = (0..<32).map { comparison(half.value(a[$0]), half.value(b[$0])) ? 1 : 0 }
                #expect(rows.run(ks_op(rawValue: first.rawValue + UInt32(index)), [a, b], as: UInt32.self) == expected)
            }
        }
    }
}
