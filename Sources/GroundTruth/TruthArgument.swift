/// What a launch passes for one parameter.
package enum TruthArgument: Sendable {
    /// A scalar by value, as little-endian bytes.
    case scalar([UInt8])
    /// A buffer of device memory.
    case buffer(TruthBuffer)

    /// Reads an entry of `args`.
    init(_ node: JSONNode) throws(GroundTruthError) {
        guard try node.optional("scalar") != nil else {
            self = .buffer(try TruthBuffer(node))
            return
        }
        _ = try node.members(known: ["scalar", "name", "value"])
        let value = try node.member("value")
        switch try node.member("scalar").string() {
        case "i32":
            let number = try value.integer(in: Int(Int32.min)...Int(Int32.max))
            self = .scalar(Self.bytes(of: Int32(number)))
        case "u32": self = .scalar(Self.bytes(of: UInt32(try value.integer(in: 0...Int(UInt32.max)))))
        case "i64": self = .scalar(Self.bytes(of: try value.integer(in: -(1 << 53)...(1 << 53))))
        case "f32": self = .scalar(Self.bytes(of: Float(try value.number()).bitPattern))
        default: throw node.error("has a 'scalar' that is none of i32, u32, i64 and f32")
        }
    }

    /// Little-endian bytes.
    private static func bytes<Value: FixedWidthInteger>(of value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
