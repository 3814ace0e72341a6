extension IRParser {
    /// Reads an integer or floating-point literal of `type`.
    mutating func parseNumber(_ type: IRType) throws(IRParseError) -> IRConstant {
        let start = text.position
        switch type {
        case .integer(let bits): return .integer(try parseInteger(bits: bits, at: start))
        case .half, .bfloat, .float, .double: return .floating(bits: try parseFloatingPoint(type, at: start))
        default: throw mismatch("a number", type, at: start)
        }
    }

    /// Reads a decimal integer into the low `bits` bits of 64.
    private mutating func parseInteger(bits: Int, at start: Int) throws(IRParseError) -> UInt64 {
        let isNegative = text.take("-")
        let magnitude = try text.unsigned()
        guard bits < 64 else {
            if isNegative && magnitude > 0 {
                guard bits == 64, magnitude <= 1 << 63 else {
                    throw text.failure("a negative number of i\(bits) does not fit into 64 bits", at: start)
                }
            }
            return isNegative ? 0 &- magnitude : magnitude
        }
        let limit: UInt64 = isNegative ? 1 << UInt64(bits - 1) : (1 << UInt64(bits)) - 1
        guard magnitude <= limit else { throw text.failure("a number does not fit into i\(bits)", at: start) }
        // The low bits of the two's complement, other bits zero.
        return (isNegative ? 0 &- magnitude : magnitude) & ((1 << UInt64(bits)) - 1)
    }

    /// Reads a decimal or hexadecimal floating-point literal into the bit pattern of `type`.
    private mutating func parseFloatingPoint(_ type: IRType, at start: Int) throws(IRParseError) -> UInt64 {
        if text.takeBytes("0xH") { return try parsePattern(of: .half, as: type, at: start) }
        if text.takeBytes("0xR") { return try parsePattern(of: .bfloat, as: type, at: start) }
        let pattern: UInt64
        if text.takeBytes("0x") {
            pattern = try text.hexadecimal()
        } else {
            guard let value = text.decimal() else { throw text.failure("malformed floating-point number", at: start) }
            pattern = value.bitPattern
        }
        switch type {
        case .double: return pattern
        case .float: return UInt64(Self.single(pattern))
        default: throw mismatch("a double-precision pattern", type, at: start)
        }
    }

    /// Reads the sixteen bits behind `0xH` or `0xR`.
    private mutating func parsePattern(
        of format: IRType, as type: IRType, at start: Int
    ) throws(IRParseError) -> UInt64 {
        let bits = try text.hexadecimal()
        guard format == type, bits <= 0xFFFF else {
            throw mismatch("a 16-bit '\(format.spelling)' pattern", type, at: start)
        }
        return bits
    }

    /// The single-precision pattern of a number that LLVM prints in double precision; NaN payloads keep their top bits.
    private static func single(_ pattern: UInt64) -> UInt32 {
        let value = Double(bitPattern: pattern)
        guard value.isNaN else { return Float(value).bitPattern }
        let sign = UInt32(truncatingIfNeeded: pattern >> 32) & 0x8000_0000
        let payload = UInt32(truncatingIfNeeded: pattern >> 29) & 0x007F_FFFF
        return sign | 0x7F80_0000 | (payload == 0 ? 0x0040_0000 : payload)
    }
}
