/// A 16-bit float format as the list of its numbers, with rounding by comparison.
///
/// Independent of the lane kernels' conversions and of Swift's `Float16`, which some hosts lack.
struct Half: Sendable {
    /// The format's infinity.
    let infinity: UInt32
    /// The canonical NaN.
    let nan: UInt32

    /// What each of the 65536 bit patterns stands for.
    let values: [Double]

    /// IEEE half precision.
    static let f16 = Half(mantissaBits: 10, lowestExponent: -24, infinity: 0x7c00, nan: 0x7e00)
    /// The upper half of an f32.
    static let bf16 = Half(mantissaBits: 7, lowestExponent: -133, infinity: 0x7f80, nan: 0x7fc0)

    /// A format, with its numbers worked out once.
    init(mantissaBits: UInt32, lowestExponent: Int, infinity: UInt32, nan: UInt32) {
        self.infinity = infinity
        self.nan = nan
        self.values = (0..<65536).map { (bits: UInt32) -> Double in
            let magnitude = bits & 0x7fff
            let sign: Double = bits & 0x8000 == 0 ? 1 : -1
            if magnitude > infinity { return .nan }
            if magnitude == infinity { return sign * .infinity }
            let exponent = Int(magnitude >> mantissaBits)
            var mantissa = Double(magnitude & ((1 << mantissaBits) - 1))
            if exponent > 0 { mantissa += Double(1 << mantissaBits) }
            return sign * mantissa
                * Double(sign: .plus, exponent: lowestExponent + max(exponent - 1, 0), significand: 1)
        }
    }

    /// The number that bits stand for, exactly.
    func value(_ bits: UInt32) -> Double { values[Int(bits)] }

    /// The nearest bits to an f64, ties to even: decided by the midpoint of the neighbours, which f64 holds exactly.
    func bits(_ number: Double) -> UInt32 {
        if number.isNaN { return nan }
        let sign: UInt32 = number.sign == .minus ? 0x8000 : 0
        let magnitude = number.magnitude
        // The largest finite candidate not above the number, by bisection: magnitudes order as their bits do.
        var low: UInt32 = 0, high = infinity
        while high - low > 1 {
            let middle = (low + high) / 2
            if value(middle) <= magnitude { low = middle } else { high = middle }
        }
        let below = value(low)
        let step = value(low) - (low == 0 ? 0 : value(low - 1))
        let above = high == infinity ? below + step : value(high)
        let midpoint = (below + above) / 2
        if magnitude > midpoint || (magnitude == midpoint && low % 2 == 1) { return sign | high }
        return sign | low
    }
}
