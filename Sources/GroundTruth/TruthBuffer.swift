/// A buffer of a case: its type, size and first contents.
package struct TruthBuffer: Sendable {
    /// Element types.
    package enum Element: String, Sendable, CaseIterable {
        case f32, f16, i32, u32, u8

        /// Bytes of an element.
        package var byteCount: Int {
            switch self {
            case .f32, .i32, .u32: 4
            case .f16: 2
            case .u8: 1
            }
        }

        /// Whether elements are floating-point numbers.
        var isFloat: Bool { self == .f32 || self == .f16 }
    }

    /// How a kernel uses the buffer.
    package enum Role: String, Sendable, CaseIterable {
        case input = "in"
        case output = "out"
        case both = "inout"
    }

    /// Name of the buffer.
    package let name: String
    /// Type of its elements.
    package let element: Element
    /// Number of elements.
    package let count: Int
    /// How the kernel uses it.
    package let role: Role
    /// What it holds before the launch.
    package let contents: InputPattern

    /// Bytes of the buffer.
    package var byteCount: Int { count * element.byteCount }

    /// Reads an entry of `args` that describes a buffer.
    init(_ node: JSONNode) throws(GroundTruthError) {
        _ = try node.members(known: ["buffer", "dtype", "count", "init", "scale", "offset", "role"])
        name = try node.member("buffer").string()
        guard let element = Element(rawValue: try node.member("dtype").string()) else {
            throw node.error("has a 'dtype' that is none of f32, f16, i32, u32 and u8")
        }
        self.element = element
        count = try node.member("count").integer(in: 1...(1 << 32))
        guard let role = Role(rawValue: try node.member("role").string()) else {
            throw node.error("has a 'role' that is none of in, out and inout")
        }
        self.role = role
        contents = try InputPattern(node, isFloat: element.isFloat)
    }
}
