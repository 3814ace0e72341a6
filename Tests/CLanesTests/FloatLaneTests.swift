import CLanes
import Testing

/// f32 and f64 operations against Swift's own.
@Suite struct FloatLaneTests {
    /// The canonical NaN in place of any.
    static func bits(_ value: Float) -> UInt32 { value.isNaN ? 0x7fc0_0000 : value.bitPattern }
    /// The canonical NaN in place of any.
    static func bits(_ value: Double) -> UInt64 { value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern }

    /// Minimum with -0 below +0 and NaN losing.
    static func minimum<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Number {
        if a.isNaN { return b }
        if b.isNaN { return a }
        return a == b ? (a.sign == .minus ? a : b) : (a < b ? a : b)
    }

    /// The operations of one format in the enum's order, from `ADD` to `REM`, as scalars on numbers; nil where bits count.
    static func scalars<Number: BinaryFloatingPoint>(
        _ number: Number.Type
    ) -> [((Number, Number, Number) -> Number)?] {
        [
            { a, b, _ in a + b }, { a, b, _ in a - b }, { a, b, _ in a * b }, { a, b, _ in a / b },
            { a, b, c in c.addingProduct(a, b) }, nil, nil,
            { a, b, _ in minimum(a, b) }, { a, b, _ in -minimum(-a, -b) }, nil,
            { a, _, _ in a < 0 ? .nan : a.squareRoot() },
            { a, _, _ in a.rounded(.down) }, { a, _, _ in a.rounded(.up) }, { a, _, _ in a.rounded(.towardZero) },
            { a, _, _ in a.rounded(.toNearestOrEven) }, { a, _, _ in a.rounded(.toNearestOrAwayFromZero) },
            { a, b, _ in a.truncatingRemainder(dividingBy: b) },
        ]
    }

    /// The comparisons in the enum's order.
    static func comparisons<Number: BinaryFloatingPoint>(_ number: Number.Type) -> [(Number, Number) -> Bool] {
        [
            { $0 == $1 }, { $0 > $1 }, { $0 >= $1 }, { $0 < $1 }, { $0 <= $1 }, { $0 < $1 || $0 > $1 },
            { !$0.isNaN && !$1.isNaN }, { !($0 < $1 || $0 > $1) }, { !($0 <= $1) }, { !($0 < $1) }, { !($0 >= $1) },
            { !($0 > $1) }, { $0 != $1 }, { $0.isNaN || $1.isNaN },
        ]
    }

    @Test("f32 operations equal Swift's", arguments: 0..<17)
    func singles(_ index: Int) {
        let operation = ks_op(rawValue: KS_ADD_F32.rawValue + UInt32(index))
        var generator = SeededGenerator(seed: UInt64(index))
        let rows = Rows()
        for _ in 0..<150 {
            let inputs = (0..<3).map { _ in Patterns.row32(&generator) }
            let found = rows.run(operation, inputs, as: UInt32.self)
            guard let scalar = Self.scalars(Float.self)[index] else { continue }
            let expected = (0..<32).map { lane -> UInt32 in
                let values = inputs.map { Float(bitPattern: $0[lane]) }
                return Self.bits(scalar(values[0], values[1], values[2]))
            }
            #expect(found == expected, "\(String(cString: ks_op_name(operation)))")
        }
    }

    @Test("f64 operations equal Swift's on every path", arguments: 0..<17)
    func doubles(_ index: Int) {
        let operation = ks_op(rawValue: KS_ADD_F64.rawValue + UInt32(index))
        var generator = SeededGenerator(seed: UInt64(index))
        let rows = Rows()
        for round in 0..<150 {
            let inputs = (0..<3).map { _ in Patterns.row64(&generator) }
            let path = Int32(round) % ks_path_count()
            let found = rows.run(operation, path: path, inputs, as: UInt64.self)
            guard let scalar = Self.scalars(Double.self)[index] else { continue }
            let expected = (0..<32).map { lane -> UInt64 in
                let values = inputs.map { Double(bitPattern: $0[lane]) }
                return Self.bits(scalar(values[0], values[1], values[2]))
            }
            #expect(found == expected, "\(String(cString: ks_op_name(operation)))")
        }
    }

    @Test("fused multiply-add rounds once, near cancellation and underflow too")
    func fused() {
        var generator = SeededGenerator(seed: 77)
        let rows = Rows()
        for _ in 0..<200 {
            let a = (0..<32).map { _ in (generator.unit() + 0.5) * (generator.next() % 2 == 0 ? 1 : 0x1p-500) }
            let b = (0..<32).map { _ in (generator.unit() + 0.5) * (generator.next() % 2 == 0 ? 1 : 0x1p-540) }
            // The negated product, sometimes nudged: what is left is the product's own rounding error.
            let c = (0..<32).map { -(a[$0] * b[$0]) * (generator.next() % 2 == 0 ? 1 : 1 + generator.unit() * 0x1p-50) }
            let expected = (0..<32).map { Self.bits(c[$0].addingProduct(a[$0], b[$0])) }
            let single = (a.map(Float.init), b.map(Float.init), (0..<32).map { -Float(a[$0]) * Float(b[$0]) })
            let expectedSingle = (0..<32).map { Self.bits(single.2[$0].addingProduct(single.0[$0], single.1[$0])) }
            for path in 0..<ks_path_count() {
                let found = rows.run(
                    KS_FMA_F64, path: path, [a.map(\.bitPattern), b.map(\.bitPattern), c.map(\.bitPattern)],
                    as: UInt64.self)
                #expect(found == expected)
                let foundSingle = rows.run(
                    KS_FMA_F32, path: path,
                    [single.0.map(\.bitPattern), single.1.map(\.bitPattern), single.2.map(\.bitPattern)],
                    as: UInt32.self)
                #expect(foundSingle == expectedSingle)
            }
        }
    }

    @Test("sign operations keep a NaN's bits")
    func signs() {
        var generator = SeededGenerator(seed: 9)
        let rows = Rows()
        let sign: UInt32 = 0x8000_0000, wideSign: UInt64 = 0x8000_0000_0000_0000
        for _ in 0..<50 {
            let a = Patterns.row32(&generator), b = Patterns.row32(&generator)
            #expect(rows.run(KS_NEG_F32, [a], as: UInt32.self) == a.map { $0 ^ sign })
            #expect(rows.run(KS_ABS_F32, [a], as: UInt32.self) == a.map { $0 & ~sign })
            let copied: [UInt32] = zip(a, b).map { $0 & ~sign | $1 & sign }
            #expect(rows.run(KS_COPYSIGN_F32, [a, b], as: UInt32.self) == copied)
            let wide = Patterns.row64(&generator), other = Patterns.row64(&generator)
            #expect(rows.run(KS_NEG_F64, [wide], as: UInt64.self) == wide.map { $0 ^ wideSign })
            #expect(rows.run(KS_ABS_F64, [wide], as: UInt64.self) == wide.map { $0 & ~wideSign })
            let copiedWide: [UInt64] = zip(wide, other).map { $0 & ~wideSign | $1 & wideSign }
            #expect(rows.run(KS_COPYSIGN_F64, [wide, other], as: UInt64.self) == copiedWide)
        }
    }

    @Test("comparisons treat NaN as LLVM does", arguments: 0..<14)
    func compare(_ index: Int) {
        let single = Self.comparisons(Float.self)[index], double = Self.comparisons(Double.self)[index]
        let operation = ks_op(rawValue: KS_FCMP_OEQ_F32.rawValue + UInt32(index))
        let wideOperation = ks_op(rawValue: KS_FCMP_OEQ_F64.rawValue + UInt32(index))
        var generator = SeededGenerator(seed: UInt64(index))
        let rows = Rows()
        for _ in 0..<60 {
            let a = Patterns.row32(&generator)
            var b = Patterns.row32(&generator)
            b[3] = a[3]
            let expected: [UInt32] = zip(a, b).map { single(Float(bitPattern: $0), Float(bitPattern: $1)) ? 1 : 0 }
            #expect(rows.run(operation, [a, b], as: UInt32.self) == expected)
            let wide = Patterns.row64(&generator)
            var other = Patterns.row64(&generator)
            other[3] = wide[3]
            let expectedWide: [UInt32] = zip(wide, other).map {
                double(Double(bitPattern: $0), Double(bitPattern: $1)) ? 1 : 0
            }
            #expect(rows.run(wideOperation, [wide, other], as: UInt32.self) == expectedWide)
        }
    }
}
