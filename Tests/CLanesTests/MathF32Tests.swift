import CLanes
import Foundation
import Testing

/// f32 mathematics against Foundation's in f64.
@Suite struct MathF32Tests {
    /// sin(pi x), reduced exactly before the multiplication.
    static func sineOfTurns(_ x: Double) -> Double {
        let whole = x.rounded(.toNearestOrEven)
        let sine = sin(Double.pi * (x - whole))
        return whole.truncatingRemainder(dividingBy: 2) == 0 ? sine : -sine
    }

    static let cases: [MathCase<Double>] = [
        MathCase(KS_EXP_F32, -104...89) { exp($0) },
        MathCase(KS_EXP2_F32, -150...128.5) { exp2($0) },
        MathCase(KS_EXP10_F32, -46...39) { pow(10, $0) },
        MathCase(KS_EXPM1_F32, -20...89) { expm1($0) },
        MathCase(KS_LOG_F32, 0...3) { log($0) },
        MathCase(KS_LOG2_F32, 0...3) { log2($0) },
        MathCase(KS_LOG10_F32, 0...3) { log10($0) },
        MathCase(KS_LOG1P_F32, -1...3) { log1p($0) },
        MathCase(KS_SIN_F32, -1000...1000) { sin($0) },
        MathCase(KS_COS_F32, -1000...1000) { cos($0) },
        MathCase(KS_TAN_F32, -1000...1000) { tan($0) },
        MathCase(KS_SINPI_F32, -100...100) { sineOfTurns($0) },
        MathCase(KS_COSPI_F32, -100...100) {
            // A half turn further on; the sum is exact below 2^24, above which every cosine is 1.
            $0.magnitude < 0x1p24 ? sineOfTurns($0.magnitude + 0.5) : $0.isFinite ? 1 : .nan
        },
        MathCase(KS_ASIN_F32, -1...1) { asin($0) },
        MathCase(KS_ACOS_F32, -1...1) { acos($0) },
        MathCase(KS_ATAN_F32, -5...5) { atan($0) },
        MathCase(KS_SINH_F32, -90...90) { sinh($0) },
        MathCase(KS_COSH_F32, -90...90) { cosh($0) },
        MathCase(KS_TANH_F32, -10...10) { tanh($0) },
        MathCase(KS_ASINH_F32, -10...10) { asinh($0) },
        MathCase(KS_ACOSH_F32, 1...10) { acosh($0) },
        MathCase(KS_ATANH_F32, -1...1) { atanh($0) },
        MathCase(KS_ERF_F32, -4...4) { erf($0) },
        MathCase(KS_ERFC_F32, -4...10.1) { erfc($0) },
        MathCase(KS_RSQRT_F32, 0...10) { 1 / $0.squareRoot() },
        MathCase(KS_RCP_F32, -10...10) { 1 / $0 },
        MathCase(KS_CBRT_F32, -10...10) { cbrt($0) },
    ]

    /// The distance between a result and the reference in last places of f32; 0 where both are the same special value,
    /// infinity where only one is.
    static func error(_ found: Float, _ reference: Double) -> Double {
        if found.isNaN || reference.isNaN { return found.isNaN && reference.isNaN ? 0 : .infinity }
        let nearest = Float(reference)
        if found.isInfinite || nearest.isInfinite {
            // Within a hair of where f32 overflows either is right.
            return found == nearest || abs(reference.magnitude - 0x1.ffffffp127) < 0x1p100 ? 0 : .infinity
        }
        return (Double(found) - reference).magnitude / Double(nearest.ulp)
    }

    @Test("unary functions stay within 0.51 ulp", arguments: cases)
    func unary(_ item: MathCase<Double>) {
        var generator = SeededGenerator(seed: UInt64(item.operation.rawValue))
        let rows = Rows()
        let width = item.range.upperBound - item.range.lowerBound
        var worst = 0.0, worstPoint = Float(0)
        for round in 0..<6400 {
            let row = (0..<32).map { _ -> UInt32 in
                round % 2 == 0
                    ? Float(item.range.lowerBound + width * generator.unit()).bitPattern
                    : UInt32(truncatingIfNeeded: generator.next())
            }
            let found = rows.run(item.operation, [row], as: UInt32.self)
            for lane in 0..<32 {
                let x = Float(bitPattern: row[lane])
                let error = Self.error(Float(bitPattern: found[lane]), item.reference(Double(x)))
                if error > worst { (worst, worstPoint) = (error, x) }
            }
        }
        #expect(worst <= item.bound, "\(item.testDescription) at \(worstPoint)")
    }

    @Test("pow and atan2 stay within 0.51 ulp, special values included")
    func binary() {
        let functions: [(ks_op, (Double, Double) -> Double)] = [
            (KS_POW_F32, { pow($0, $1) }), (KS_ATAN2_F32, { atan2($0, $1) }),
        ]
        let specials: [Float] = [
            0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
            -.greatestFiniteMagnitude, 0x1p24, 0x1.fffffep23, -0x1.fffffep23,
        ]
        let rows = Rows()
        for (operation, reference) in functions {
            var generator = SeededGenerator(seed: 3)
            for round in 0..<6400 {
                let pairs = (0..<32).map { lane -> (Float, Float) in
                    switch round % 4 {
                    case 0: return (Float(4 * generator.unit()), Float(200 * generator.unit() - 100))
                    case 1: return (Float(8 * generator.unit() - 4), Float(8 * generator.unit() - 4))
                    case 2:
                        return (
                            Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())),
                            Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
                        )
                    default:
                        return (
                            specials[Int(generator.next() % UInt64(specials.count))],
                            specials[Int(generator.next() % UInt64(specials.count))]
                        )
                    }
                }
                let found = rows.run(
                    operation, [pairs.map(\.0.bitPattern), pairs.map(\.1.bitPattern)], as: UInt32.self)
                for lane in 0..<32 {
                    let expected = reference(Double(pairs[lane].0), Double(pairs[lane].1))
                    let value = Float(bitPattern: found[lane])
                    if Self.error(value, expected) > 0.51 || (value == 0 && value.sign != expected.sign) {
                        Issue.record("\(String(cString: ks_op_name(operation))) of \(pairs[lane]) is \(value)")
                        return
                    }
                }
            }
        }
    }

    @Test("huge angles are reduced exactly")
    func hugeAngles() {
        // 0x1.4daf3ap+119 and 0x1.f92f3cp+53 lie extremely near multiples of pi/2.
        let angles: [Float] = [
            0x1p20, 0x1.000002p20, 0x1.4daf3ap119, 0x1.f92f3cp53, .greatestFiniteMagnitude, 1e10, -3e22,
        ]
        let row = (0..<32).map { angles[$0 % angles.count].bitPattern }
        let rows = Rows()
        let sine = rows.run(KS_SIN_F32, [row], as: UInt32.self), cosine = rows.run(KS_COS_F32, [row], as: UInt32.self)
        for lane in 0..<32 {
            let x = Double(Float(bitPattern: row[lane]))
            #expect(Self.error(Float(bitPattern: sine[lane]), sin(x)) <= 0.51)
            #expect(Self.error(Float(bitPattern: cosine[lane]), cos(x)) <= 0.51)
        }
    }

    @Test("exact cases are exact")
    func exact() {
        let rows = Rows()
        func one(_ operation: ks_op, _ x: Float) -> Float {
            Float(bitPattern: rows.run(operation, [[UInt32](repeating: x.bitPattern, count: 32)], as: UInt32.self)[7])
        }
        for power in -149...127 {
            #expect(one(KS_EXP2_F32, Float(power)) == Float(sign: .plus, exponent: power, significand: 1))
            #expect(one(KS_LOG2_F32, Float(sign: .plus, exponent: power, significand: 1)) == Float(power))
        }
        for power in 0...10 {
            #expect(one(KS_EXP10_F32, Float(power)) == Float(pow(10.0, Double(power))))
            #expect(one(KS_LOG10_F32, Float(pow(10.0, Double(power)))) == Float(power))
        }
        for root in 1...200 { #expect(one(KS_CBRT_F32, Float(root * root * root)) == Float(root)) }
        for operation in [
            KS_EXPM1_F32, KS_LOG1P_F32, KS_SIN_F32, KS_TAN_F32, KS_SINPI_F32, KS_ASIN_F32, KS_ATAN_F32, KS_SINH_F32,
            KS_TANH_F32, KS_ASINH_F32, KS_ATANH_F32, KS_ERF_F32, KS_CBRT_F32,
        ] {
            #expect(one(operation, 0).bitPattern == 0, "\(String(cString: ks_op_name(operation)))")
            #expect(one(operation, -0.0).bitPattern == 0x8000_0000, "\(String(cString: ks_op_name(operation)))")
        }
    }
}
