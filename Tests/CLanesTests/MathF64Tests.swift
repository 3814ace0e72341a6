import CLanes
import Foundation
import Testing

/// f64 mathematics against Foundation's in the widest format of the host.
@Suite struct MathF64Tests {
    #if arch(x86_64) && !os(Windows)
        /// 64 bits of mantissa: the reference is exact for the purpose.
        typealias Wide = Float80
        /// What the reference itself may be off, in last places of f64.
        static let slack = 0.0
    #else
        /// No wider format here.
        typealias Wide = Double
        /// What the reference itself may be off, in last places of f64.
        static let slack = 1.0
    #endif

    static let cases: [MathCase<Wide>] = [
        MathCase(KS_EXP_F64, -746...710, bound: 2) { exp($0) },
        MathCase(KS_EXP2_F64, -1076...1025, bound: 2) { exp2($0) },
        MathCase(KS_LOG_F64, 0...3, bound: 1) { log($0) },
        MathCase(KS_LOG2_F64, 0...3, bound: 1) { log2($0) },
        MathCase(KS_LOG10_F64, 0...3, bound: 1) { log10($0) },
        MathCase(KS_SIN_F64, -100...100, bound: 1) { sin($0) },
        MathCase(KS_COS_F64, -100...100, bound: 1) { cos($0) },
        MathCase(KS_TAN_F64, -100...100, bound: 1) { tan($0) },
        MathCase(KS_TANH_F64, -3...3, bound: 2) { tanh($0) },
        MathCase(KS_ERF_F64, -6...6, bound: 2) { erf($0) },
        MathCase(KS_RSQRT_F64, 0...10, bound: 2) { 1 / $0.squareRoot() },
        MathCase(KS_ATAN_F64, -5...5, bound: 1) { atan($0) },
    ]

    /// The distance in last places of f64; 0 for equal special values, infinity where only one is special.
    static func error(_ found: Double, _ reference: Wide) -> Double {
        if found.isNaN || reference.isNaN { return found.isNaN && reference.isNaN ? 0 : .infinity }
        let nearest = Double(reference)
        if found.isInfinite || nearest.isInfinite { return found == nearest ? 0 : .infinity }
        return Double((Wide(found) - reference).magnitude / Wide(nearest.ulp))
    }

    @Test("unary functions stay within their bounds", arguments: cases)
    func unary(_ item: MathCase<Wide>) {
        var generator = SeededGenerator(seed: UInt64(item.operation.rawValue))
        let rows = Rows()
        let width = item.range.upperBound - item.range.lowerBound
        var worst = 0.0, worstPoint = 0.0
        for round in 0..<1000 {
            let row = (0..<32).map { _ -> UInt64 in
                round % 2 == 0 ? (item.range.lowerBound + width * generator.unit()).bitPattern : generator.next()
            }
            let found = rows.run(item.operation, [row], as: UInt64.self)
            for lane in 0..<32 {
                let x = Double(bitPattern: row[lane])
                let error = Self.error(Double(bitPattern: found[lane]), item.reference(Wide(x)))
                if error > worst { (worst, worstPoint) = (error, x) }
            }
        }
        #expect(worst <= item.bound + Self.slack, "\(item.testDescription) at \(worstPoint)")
    }

    @Test("pow and atan2 stay within their bounds, special values included")
    func binary() {
        let functions: [(ks_op, Double, (Wide, Wide) -> Wide)] = [
            (KS_POW_F64, 2, { pow($0, $1) }), (KS_ATAN2_F64, 1, { atan2($0, $1) }),
        ]
        let specials: [Double] = [
            0, -0.0, 1, -1, 0.5, -2, 3, -3, 2.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
            -.greatestFiniteMagnitude, 0x1p53, 0x1.fffffffffffffp52, -0x1.fffffffffffffp52,
        ]
        let rows = Rows()
        for (operation, bound, reference) in functions {
            var generator = SeededGenerator(seed: 4)
            for round in 0..<1500 {
                let pairs = (0..<32).map { _ -> (Double, Double) in
                    switch round % 4 {
                    case 0: return (4 * generator.unit(), 1200 * generator.unit() - 600)
                    case 1: return (1 + generator.unit() * 1e-3, 1e6 * (generator.unit() - 0.5))
                    case 2: return (Double(bitPattern: generator.next()), Double(bitPattern: generator.next()))
                    default:
                        return (
                            specials[Int(generator.next() % UInt64(specials.count))],
                            specials[Int(generator.next() % UInt64(specials.count))]
                        )
                    }
                }
                let found = rows.run(
                    operation, [pairs.map(\.0.bitPattern), pairs.map(\.1.bitPattern)], as: UInt64.self)
                for lane in 0..<32 {
                    let expected = reference(Wide(pairs[lane].0), Wide(pairs[lane].1))
                    let value = Double(bitPattern: found[lane])
                    if Self.error(value, expected) > bound + Self.slack || (value == 0 && value.sign != expected.sign) {
                        Issue.record("\(String(cString: ks_op_name(operation))) of \(pairs[lane]) is \(value)")
                        return
                    }
                }
            }
        }
    }
}
