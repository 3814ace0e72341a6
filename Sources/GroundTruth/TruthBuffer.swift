/// A buffer of a case: its type, size and first contents.
package struct TruthBuffer: Sendable {
    /// Element types.
    package enum Element: String, Sendable, CaseIterable {
        case f32, f16, i32, u32, i8, u8

        /// Bytes of an element.
        package var byteCount: Int {
            switch self {
            case .f32, .i32, .u32: 4
            case .f16: 2
            case .i8, .u8: 1
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
    /// What it holds before the first launch.
    package let contents: InputPattern
    /// Seed of random contents: the parameter's number where the buffer is first mentioned.
    package let seed: Int

    /// Whether it holds zeros at first, so that what a kernel reads there it should have written.
    package var isCleared: Bool { if case .zeros = contents.kind { true } else { false } }

    /// Bytes of the buffer.
    package var byteCount: Int { count * element.byteCount }

    /// Reads an entry of `args` that describes a buffer.
    init(_ node: JSONNode, seed: Int) throws(GroundTruthError) {
        _ = try node.members(known: ["buffer", "dtype", "count", "init", "scale", "offset", "role"])
        let element = try Self.element(node)
        try self.init(node, element: element, seed: seed, contents: InputPattern(node, isFloat: element.isFloat))
    }

    /// Reads what both formats have, around contents that were read before.
    init(_ node: JSONNode, element: Element, seed: Int, contents: InputPattern) throws(GroundTruthError) {
        name = try node.member("buffer").string()
        self.element = element
        count = try Self.count(node)
        guard let role = Role(rawValue: try node.member("role").string()) else {
            throw node.error("has a 'role' that is none of in, out and inout")
        }
        self.role = role
        self.seed = seed
        self.contents = contents
    }

    /// The number of elements.
    static func count(_ node: JSONNode) throws(GroundTruthError) -> Int {
        try node.member("count").integer(in: 1...(1 << 32))
    }

    /// The element type.
    static func element(_ node: JSONNode) throws(GroundTruthError) -> Element {
        guard let element = Element(rawValue: try node.member("dtype").string()) else {
            throw node.error("has a 'dtype' that is none of f32, f16, i32, u32, i8 and u8")
        }
        return element
    }
}
