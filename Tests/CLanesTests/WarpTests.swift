import CLanes
import Testing

/// Reductions and prefixes against plain ones in the documented order.
@Suite struct WarpTests {
    /// The butterfly of the documentation over all lanes.
    static func butterfly(
        _ row: [UInt32], _ mask: UInt32, identity: UInt32, _ combine: (UInt32, UInt32) -> UInt32
    ) -> UInt32 {
        var values = (0..<32).map { MemoryTests.active(mask, $0) ? row[$0] : identity }
        for distance in [16, 8, 4, 2, 1] {
            values = (0..<32).map { combine(values[$0], values[$0 ^ distance]) }
        }
        return values[0]
    }

    /// An f32 operation on bits.
    static func single(_ function: @escaping (Float, Float) -> Float) -> (UInt32, UInt32) -> UInt32 {
        { FloatLaneTests.bits(function(Float(bitPattern: $0), Float(bitPattern: $1))) }
    }

    /// An f16 operation on bits.
    static func half(_ function: @escaping (Double, Double) -> Double) -> (UInt32, UInt32) -> UInt32 {
        { Half.f16.bits(function(Half.f16.value($0), Half.f16.value($1))) }
    }

    /// An i32 operation on bits.
    static func signed(_ function: @escaping (Int32, Int32) -> Int32) -> (UInt32, UInt32) -> UInt32 {
        { UInt32(bitPattern: function(Int32(bitPattern: $0), Int32(bitPattern: $1))) }
    }

    @Test("reductions follow the butterfly")
    func reductions() {
        let minimum: (Float, Float) -> Float = { FloatLaneTests.minimum($0, $1) }
        let maximum: (Float, Float) -> Float = { -FloatLaneTests.minimum(-$0, -$1) }
        let narrowMinimum: (Double, Double) -> Double = { FloatLaneTests.minimum($0, $1) }
        let narrowMaximum: (Double, Double) -> Double = { -FloatLaneTests.minimum(-$0, -$1) }
        let nan: UInt32 = 0x7fc0_0000
        let words: [(ks_reduce_fn, UInt32, (UInt32, UInt32) -> UInt32)] = [
            (ks_reduce_sum_f32, 0x8000_0000, Self.single { $0 + $1 }),
            (ks_reduce_product_f32, 0x3f80_0000, Self.single { $0 * $1 }),
            (ks_reduce_min_f32, nan, Self.single(minimum)), (ks_reduce_max_f32, nan, Self.single(maximum)),
            (ks_reduce_sum_i32, 0, { $0 &+ $1 }), (ks_reduce_sum_u32, 0, { $0 &+ $1 }),
            (ks_reduce_product_i32, 1, { $0 &* $1 }), (ks_reduce_product_u32, 1, { $0 &* $1 }),
            (ks_reduce_min_i32, 0x7fff_ffff, Self.signed { min($0, $1) }),
            (ks_reduce_max_i32, 0x8000_0000, Self.signed { max($0, $1) }),
            (ks_reduce_min_u32, .max, { min($0, $1) }), (ks_reduce_max_u32, 0, { max($0, $1) }),
            (ks_reduce_and, .max, { $0 & $1 }), (ks_reduce_or, 0, { $0 | $1 }), (ks_reduce_xor, 0, { $0 ^ $1 }),
        ]
        let narrow: [(ks_reduce_fn, UInt32, (UInt32, UInt32) -> UInt32)] = [
            (ks_reduce_sum_f16, 0x8000, Self.half { $0 + $1 }), (ks_reduce_product_f16, 0x3c00, Self.half { $0 * $1 }),
            (ks_reduce_min_f16, 0x7e00, Self.half(narrowMinimum)),
            (ks_reduce_max_f16, 0x7e00, Self.half(narrowMaximum)),
        ]
        var generator = SeededGenerator(seed: 1)
        for mask in MemoryTests.masks {
            for _ in 0..<10 {
                let row = Patterns.row32(&generator), short = Patterns.row16(&generator)
                for (index, (reduce, identity, combine)) in words.enumerated() {
                    let expected = Self.butterfly(row, mask, identity: identity, combine)
                    #expect(reduce(row, mask) == expected, "word reduction \(index), mask \(mask)")
                }
                for (index, (reduce, identity, combine)) in narrow.enumerated() {
                    let expected = Self.butterfly(short, mask, identity: identity, combine)
                    #expect(reduce(short, mask) == expected, "f16 reduction \(index), mask \(mask)")
                }
            }
        }
    }

    @Test("prefixes run up the active lanes")
    func prefixes() {
        let cases: [(ks_prefix_fn, ks_prefix_fn, UInt32, Bool, (UInt32, UInt32) -> UInt32)] = [
            (ks_prefix_inclusive_sum_f32, ks_prefix_exclusive_sum_f32, 0, false, Self.single { $0 + $1 }),
            (
                ks_prefix_inclusive_product_f32, ks_prefix_exclusive_product_f32, 0x3f80_0000, false,
                Self.single { $0 * $1 }
            ),
            (ks_prefix_inclusive_sum_i32, ks_prefix_exclusive_sum_i32, 0, false, { $0 &+ $1 }),
            (ks_prefix_inclusive_product_i32, ks_prefix_exclusive_product_i32, 1, false, { $0 &* $1 }),
            (ks_prefix_inclusive_sum_f16, ks_prefix_exclusive_sum_f16, 0, true, Self.half { $0 + $1 }),
            (ks_prefix_inclusive_product_f16, ks_prefix_exclusive_product_f16, 0x3c00, true, Self.half { $0 * $1 }),
        ]
        var generator = SeededGenerator(seed: 2)
        for mask in MemoryTests.masks {
            for (inclusive, exclusive, identity, narrow, combine) in cases {
                let row = narrow ? Patterns.row16(&generator) : Patterns.row32(&generator)
                var expectedInclusive = row, expectedExclusive = row
                var running: UInt32?
                for lane in 0..<32 where MemoryTests.active(mask, lane) {
                    expectedExclusive[lane] = running ?? identity
                    let next = running.map { combine($0, row[lane]) } ?? row[lane]
                    expectedInclusive[lane] = next
                    running = next
                }
                var found = row
                found.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    inclusive(base, base, mask)
                }
                #expect(found == expectedInclusive)
                found = row
                exclusive(&found, row, mask)
                #expect(found == expectedExclusive)
            }
        }
    }
}
