/// A number that a launch passes: its value and by how much it grows with each execution.
package struct TruthScalar: Sendable, Equatable {
    /// Types of scalars.
    package enum Kind: String, Sendable, CaseIterable {
        case i32, u32, i64, f32

        /// The values that the type and a JSON number both have; nil for numbers that need not be whole.
        var range: ClosedRange<Int>? {
            switch self {
            case .i32: Int(Int32.min)...Int(Int32.max)
            case .u32: 0...Int(UInt32.max)
            case .i64: -(1 << 53)...(1 << 53)
            case .f32: nil
            }
        }
    }

    /// Its type.
    package let kind: Kind
    /// Value at the first execution.
    package let value: Double
    /// What each further execution adds.
    package let step: Double

    /// Little-endian bytes at execution number `execution` of the launch.
    ///
    /// - Precondition: `execution` is below the executions that the reader was told of.
    package func bytes(execution: Int) -> [UInt8] {
        let now = value + step * Double(execution)
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        switch kind {
        case .i32: return bytes(Int32(exactly: now) ?? 0)
        case .u32: return bytes(UInt32(exactly: now) ?? 0)
        case .i64: return bytes(Int64(exactly: now) ?? 0)
        case .f32: return bytes(Float(now).bitPattern)
        }
    }
}

extension TruthScalar {
    /// Reads `scalar`, `value` and `step` of an argument that is passed to `executions` executions.
    init(_ node: JSONNode, executions: Int = 1) throws(GroundTruthError) {
        guard let kind = Kind(rawValue: try node.member("scalar").string()) else {
            throw node.error("has a 'scalar' that is none of i32, u32, i64 and f32")
        }
        let value = try node.member("value")
        guard let range = kind.range else {
            self.init(kind: kind, value: try value.number(), step: try node.optional("step")?.number() ?? 0)
            return
        }
        let first = try value.integer(in: range)
        let step = try node.optional("step")?.integer(in: Int(Int32.min)...Int(Int32.max)) ?? 0
        // Both factors are below 2^31, and 2^53 is far from the end of the range.
        guard range.contains(first + step * (executions - 1)) else {
            throw node.error("leaves the range of \(kind.rawValue) after \(executions) executions")
        }
        self.init(kind: kind, value: Double(first), step: Double(step))
    }
}
