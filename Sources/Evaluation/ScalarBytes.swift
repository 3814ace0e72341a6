import KernelIR

/// The bytes of a number as a kernel's parameter holds it.
enum ScalarBytes {
    /// The little-endian bytes of a value of an IR type; nil when the type is no number or the value does not fit.
    static func encode(_ argument: NumberArgument, as type: IRType) -> [UInt8]? {
        switch type {
        case .integer(let bits):
            guard case .integer(let value) = argument else { return nil }
            return integer(value, byteCount: max(1, bits / 8))
        case .float: return bytes(of: Float(argument.double).bitPattern)
        case .double: return bytes(of: argument.double.bitPattern)
        case .half: return bytes(of: HalfFormat.half.bits(of: argument.double))
        case .bfloat: return bytes(of: HalfFormat.brain.bits(of: argument.double))
        default: return nil
        }
    }

    /// The bytes of a value behind a reference or pointer whose element the source spells `element`; nil as above.
    static func encode(_ argument: NumberArgument, asElement element: String) -> [UInt8]? {
        let words = element.split(separator: " ").filter { !["const", "constant", "device", "metal", "::"].contains($0) }
        let name = words.joined(separator: " ").replacing("metal::", with: "").replacing("std::", with: "")
        switch name {
        case "float": return encode(argument, as: .float)
        case "double": return encode(argument, as: .double)
        case "half", "_Float16", "__half": return encode(argument, as: .half)
        case "bfloat", "__bf16": return encode(argument, as: .bfloat)
        case "char", "uchar", "int8_t", "uint8_t", "unsigned char", "signed char", "bool":
            return encode(argument, as: .integer(bits: 8))
        case "short", "ushort", "int16_t", "uint16_t", "unsigned short": return encode(argument, as: .integer(bits: 16))
        case "int", "uint", "int32_t", "uint32_t", "unsigned", "unsigned int":
            return encode(argument, as: .integer(bits: 32))
        case "long", "ulong", "int64_t", "uint64_t", "size_t", "ptrdiff_t", "unsigned long", "long long",
            "unsigned long long":
            return encode(argument, as: .integer(bits: 64))
        default: return nil
        }
    }

    /// An integer's low bytes; nil when neither the signed nor the unsigned type of that size holds it.
    private static func integer(_ value: Int, byteCount: Int) -> [UInt8]? {
        if byteCount < 8 {
            let limit = 1 << (byteCount * 8)
            guard value >= -limit / 2, value < limit else { return nil }
        }
        return (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> ($0 * 8) : value >> 63) }
    }

    /// The little-endian bytes of a bit pattern.
    private static func bytes(of pattern: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: pattern.littleEndian) { Array($0) }
    }
}

/// A number that a launch passes.
enum NumberArgument: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A floating-point number.
    case float(Double)

    /// The number in double precision.
    var double: Double {
        switch self {
        case .integer(let value): Double(value)
        case .float(let value): value
        }
    }
}
