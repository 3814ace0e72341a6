/// A type with bounds on what walking over it costs.
struct SizedType: Sendable {
    /// Largest size of one type in bytes.
    static let byteLimit = 1 << 40
    /// Most types one type is made of.
    static let nodeLimit = 4096
    /// Deepest nesting of types, and of constants.
    static let depthLimit = 64
    /// Most elements of one vector.
    static let vectorLimit = 256

    let type: IRType
    /// At least `type.byteSize`.
    let bytes: Int
    /// Number of types this is made of, itself included.
    let nodes: Int
    /// Nesting depth, 1 for a scalar.
    let depth: Int

    /// A scalar type.
    init(scalar type: IRType) {
        self.type = type
        bytes = 16
        nodes = 1
        depth = 1
    }

    /// An array or struct; nil if it exceeds a limit.
    init?(aggregate type: IRType, of parts: [SizedType], count: Int = 1) {
        var sum = 16
        var nodes = 1
        var depth = 1
        for part in parts {
            sum += part.bytes + 16
            nodes += part.nodes
            depth = max(depth, part.depth + 1)
            guard sum <= Self.byteLimit, nodes <= Self.nodeLimit, depth <= Self.depthLimit else { return nil }
        }
        let (bytes, overflow) = sum.multipliedReportingOverflow(by: max(count, 1))
        guard !overflow, bytes <= Self.byteLimit else { return nil }
        self.type = type
        self.bytes = bytes
        self.nodes = nodes
        self.depth = depth
    }
}
