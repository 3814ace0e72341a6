/// A 16-bit float format described by its exponent and mantissa, rounded to with exact integers.
///
/// Independent of the format's own conversions and of Swift's `Float16`: a number is a sign and a 128-bit magnitude in
/// units of a power of two.
struct Half: Sendable {
    /// Bits of the stored mantissa.
    let mantissaBits: Int
    /// Exponent of the least significant bit of subnormal numbers.
    let lowestExponent: Int
    /// The format's infinity.
    let infinity: UInt32
    /// The canonical NaN.
    let nan: UInt32

    /// IEEE half precision.
    static let f16 = Half(mantissaBits: 10, lowestExponent: -24, infinity: 0x7c00, nan: 0x7e00)
    /// The upper half of an f32.
    static let bf16 = Half(mantissaBits: 7, lowestExponent: -133, infinity: 0x7f80, nan: 0x7fc0)

    /// The number that bits stand for, exactly.
    func value(_ bits: UInt32) -> Double {
        let magnitude = bits & 0x7fff
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        if magnitude > infinity { return .nan }
        if magnitude == infinity { return sign * .infinity }
        let exponent = Int(magnitude >> UInt32(mantissaBits))
        var mantissa = Double(magnitude & ((1 << UInt32(mantissaBits)) - 1))
        if exponent > 0 { mantissa += Double(1 << mantissaBits) }
        return sign * mantissa * Double(sign: .plus, exponent: lowestExponent + max(exponent - 1, 0), significand: 1)
    }

    /// The nearest bits to an f64, ties to even: all but the last bits of the candidates below and above are compared
    /// with their midpoint, which f64 holds exactly.
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
