/// One launch of one kernel, described exactly: an entry of a set's `cases.json`.
package struct TruthCase: Sendable {
    /// Unique name.
    package let name: String
    /// Group of kernels that do the same kind of work; microbenchmarks begin with `micro`.
    package let family: String
    /// Source file, relative to the set's folder.
    package let file: String
    /// The kernel's name in it.
    package let kernel: String
    /// Preprocessor definitions, in the order of their names.
    package let definitions: [Definition]
    /// Threadgroups along x, y and z.
    package let grid: [Int]
    /// Threads of a threadgroup along x, y and z.
    package let block: [Int]
    /// Bytes of dynamic threadgroup memory.
    package let dynamicShared: Int
    /// Arguments in the order of the kernel's parameters.
    package let arguments: [TruthArgument]
    /// Useful operations, nil where not said.
    package let flops: Double?
    /// Bytes that must move at least once, nil where not said.
    package let minimumBytes: Double?

    /// A preprocessor definition.
    package struct Definition: Sendable, Hashable {
        /// The macro.
        package let name: String
        /// Its value.
        package let value: Int
    }

    /// Alternatives to the same problem have the same key; nil for microbenchmarks and where nothing is known.
    var problem: String? {
        if family.hasPrefix("micro") || (flops == nil && minimumBytes == nil) { return nil }
        return "\(family)/\(flops.map { "\($0)" } ?? "-")/\(minimumBytes.map { "\($0)" } ?? "-")"
    }
}

extension TruthCase {
    /// The keys of an entry.
    private static let keys: Set<String> = [
        "name", "family", "file", "kernel", "defines", "grid", "block", "dynamic_shared", "args", "flops", "min_bytes",
        "notes",
    ]

    /// Reads one entry.
    init(_ node: JSONNode) throws(GroundTruthError) {
        _ = try node.members(known: Self.keys)
        name = try node.member("name").string()
        family = try node.member("family").string()
        file = try node.member("file").string()
        kernel = try node.member("kernel").string()
        var definitions: [Definition] = []
        for (name, value) in try node.member("defines").members() {
            definitions.append(Definition(name: name, value: try value.integer(in: Int(Int32.min)...Int(Int32.max))))
        }
        self.definitions = definitions
        grid = try Self.extent(node.member("grid"), most: Int(Int32.max))
        block = try Self.extent(node.member("block"), most: 1024)
        dynamicShared = try node.member("dynamic_shared").integer(in: 0...(1 << 20))
        var arguments: [TruthArgument] = []
        for argument in try node.member("args").elements() { arguments.append(try TruthArgument(argument)) }
        self.arguments = arguments
        flops = try Self.figure(node.member("flops"))
        minimumBytes = try Self.figure(node.member("min_bytes"))
    }

    /// Three positive numbers whose product is a sensible count.
    private static func extent(_ node: JSONNode, most: Int) throws(GroundTruthError) -> [Int] {
        let elements = try node.elements()
        guard elements.count == 3 else { throw node.error("must be three numbers") }
        var (values, product) = ([Int](), 1)
        for element in elements {
            let value = try element.integer(in: 1...most)
            values.append(value)
            let (next, overflow) = product.multipliedReportingOverflow(by: value)
            guard !overflow, next <= 1 << 31 else { throw node.error("is too large") }
            product = next
        }
        return values
    }

    /// A number or null.
    private static func figure(_ node: JSONNode) throws(GroundTruthError) -> Double? {
        node.isNull ? nil : try node.number()
    }
}
