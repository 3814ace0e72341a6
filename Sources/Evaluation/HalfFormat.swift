/// A 16-bit floating-point format, spelled out because not every host's Swift has a type for it.
package struct HalfFormat {
    /// Bits of the fraction.
    let fractionBits: Int
    /// Bias of the exponent.
    let bias: Int

    /// IEEE half precision.
    package static let half = HalfFormat(fractionBits: 10, bias: 15)
    /// bfloat16.
    package static let brain = HalfFormat(fractionBits: 7, bias: 127)

    /// Bits of the exponent.
    private var exponentBits: Int { 15 - fractionBits }
    /// The exponent field of infinities and NaNs.
    private var greatestExponent: Int { 1 << exponentBits - 1 }

    /// The nearest value's bits, ties to even; too large becomes infinite.
    package func bits(of value: Double) -> UInt16 {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        let magnitude = value.magnitude
        let infinity = UInt16(greatestExponent << fractionBits)
        if value.isNaN { return sign | infinity | 1 << UInt16(fractionBits - 1) }
        if magnitude == 0 { return sign }
        if magnitude.isInfinite { return sign | infinity }
        // Below the least normal number the step stays the same.
        let exponent = max(Int(magnitude.exponent), 1 - bias)
        let steps = (magnitude * Self.power(fractionBits - exponent)).rounded(.toNearestOrEven)
        // A fraction that rounds up to 2 carries into the exponent by itself.
        let field = exponent + bias - 1
        let packed = steps < 1_000_000 ? field << fractionBits + Int(steps) : Int(infinity)
        return sign | UInt16(min(packed, Int(infinity)))
    }

    /// The value of the bits.
    package func value(of bits: UInt16) -> Double {
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits & 0x7FFF) >> fractionBits
        let fraction = Int(bits) & (1 << fractionBits - 1)
        if exponent == greatestExponent { return fraction == 0 ? sign * .infinity : .nan }
        let steps = exponent == 0 ? fraction : fraction + 1 << fractionBits
        return sign * Double(steps) * Self.power(max(exponent, 1) - bias - fractionBits)
    }

    /// 2 to an integer power in the range of normal doubles.
    private static func power(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: min(max(exponent, -1000), 1000), significand: 1)
    }
}
