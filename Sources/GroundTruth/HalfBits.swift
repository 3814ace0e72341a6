/// IEEE half precision by bits, for hosts without the type.
enum HalfBits {
    /// `value` rounded to the nearest half, ties to even.
    static func rounded(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
        let magnitude = bits & 0x7FFF_FFFF
        if magnitude >= 0x7F80_0000 { return sign | (magnitude > 0x7F80_0000 ? 0x7E00 : 0x7C00) }
        // 65520 and above round to infinity.
        if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
        // Below 2^-14 the result is subnormal: adding half of 2^-1 shifts its bits into place, rounded by the addition.
        if magnitude < 0x3880_0000 {
            let shifted = Float(bitPattern: magnitude) + 0.5
            return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
        }
        let odd = (magnitude >> 13) & 1
        return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xFFF &+ odd) >> 13)
    }

    /// The number that `bits` stand for.
    static func value(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10) & 31
        let fraction = Double(bits & 0x3FF)
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
        }
    }
}
