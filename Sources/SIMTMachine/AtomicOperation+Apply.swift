extension AtomicOperation {
    /// Whether it takes memory for a float.
    var isFloat: Bool {
        switch self {
        case .addFloat, .subtractFloat, .minFloat, .maxFloat: true
        default: false
        }
    }

    /// The new value of a 32-bit memory word.
    func apply(_ old: UInt32, _ operand: UInt32, _ third: UInt32) -> UInt32 {
        switch self {
        case .addFloat: (Float(bitPattern: old) + Float(bitPattern: operand)).bitPattern
        case .subtractFloat: (Float(bitPattern: old) - Float(bitPattern: operand)).bitPattern
        case .minFloat: Float.minimum(Float(bitPattern: old), Float(bitPattern: operand)).bitPattern
        case .maxFloat: Float.maximum(Float(bitPattern: old), Float(bitPattern: operand)).bitPattern
        case .minSigned: UInt32(bitPattern: min(Int32(bitPattern: old), Int32(bitPattern: operand)))
        case .maxSigned: UInt32(bitPattern: max(Int32(bitPattern: old), Int32(bitPattern: operand)))
        default: applyBits(old, operand, third)
        }
    }

    /// The new value of a 64-bit memory word.
    func apply(_ old: UInt64, _ operand: UInt64, _ third: UInt64) -> UInt64 {
        switch self {
        case .addFloat: (Double(bitPattern: old) + Double(bitPattern: operand)).bitPattern
        case .subtractFloat: (Double(bitPattern: old) - Double(bitPattern: operand)).bitPattern
        case .minFloat: Double.minimum(Double(bitPattern: old), Double(bitPattern: operand)).bitPattern
        case .maxFloat: Double.maximum(Double(bitPattern: old), Double(bitPattern: operand)).bitPattern
        case .minSigned: UInt64(bitPattern: min(Int64(bitPattern: old), Int64(bitPattern: operand)))
        case .maxSigned: UInt64(bitPattern: max(Int64(bitPattern: old), Int64(bitPattern: operand)))
        default: applyBits(old, operand, third)
        }
    }

    /// The kinds that treat memory as plain bits.
    private func applyBits<Word: FixedWidthInteger & UnsignedInteger>(_ old: Word, _ operand: Word, _ third: Word)
        -> Word
    {
        switch self {
        case .exchange: operand
        case .add: old &+ operand
        case .subtract: old &- operand
        case .and: old & operand
        case .or: old | operand
        case .xor: old ^ operand
        case .nand: ~(old & operand)
        case .minUnsigned: min(old, operand)
        case .maxUnsigned: max(old, operand)
        case .incrementWrap: old >= operand ? 0 : old &+ 1
        case .decrementWrap: old == 0 || old > operand ? operand : old &- 1
        case .compareExchange: old == operand ? third : old
        default: old
        }
    }
}
