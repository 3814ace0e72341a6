package import KernelCompiler

/// Launches of kernels, described exactly: an entry of a set's `cases.json`.
package struct TruthCase: Sendable {
    /// Unique name.
    package let name: String
    /// Group of kernels that do the same kind of work: a family, whose microbenchmarks begin with `micro`, or a task.
    package let family: String
    /// Which size of its task this is; nil in sets of families.
    package let sizeLabel: String?
    /// Whether the case counts where a set says which do.
    package let isScored: Bool
    /// Source file, relative to the kernels' folder.
    package let file: String
    /// The language of the file.
    package let dialect: Dialect
    /// Preprocessor definitions and function constants, in the order of their names.
    package let definitions: [Definition]
    /// Passes over the launches.
    package let rounds: Int
    /// The launches of a pass, each after the one before it. Never empty.
    package let launches: [TruthLaunch]
    /// The buffers in the order of their first mention.
    package let buffers: [TruthBuffer]
    /// Names of the buffers that hold the results; the storage that has the name in the end.
    package let outputs: [String]
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

    /// How often launch `number` is executed in all.
    package func executions(of number: Int) -> Int { rounds * launches[number].repeats }
}

extension TruthCase {
    /// The keys of an entry.
    private static let keys: Set<String> = [
        "name", "family", "file", "kernel", "defines", "grid", "block", "dynamic_shared", "args", "flops", "min_bytes",
        "notes",
    ]

    /// Reads an entry of a set of families: one launch of one CUDA kernel.
    init(_ node: JSONNode) throws(GroundTruthError) {
        _ = try node.members(known: Self.keys)
        name = try node.member("name").string()
        family = try node.member("family").string()
        (sizeLabel, isScored, dialect, rounds) = (nil, true, .cuda, 1)
        file = try node.member("file").string()
        definitions = try Self.definitions(node.member("defines"))
        var arguments: [TruthArgument] = []
        for (index, argument) in try node.member("args").elements().enumerated() {
            arguments.append(try TruthArgument(argument, at: index))
        }
        let launch = TruthLaunch(
            kernel: try node.member("kernel").string(),
            grid: try Self.extent(node.member("grid"), most: Int(Int32.max)), threads: nil,
            block: try Self.extent(node.member("block"), most: 1024),
            threadgroupMemory: [try node.member("dynamic_shared").integer(in: 0...(1 << 20))], arguments: arguments,
            repeats: 1, swaps: [])
        launches = [launch]
        buffers = launch.buffers
        outputs = buffers.filter { $0.role != .input }.map(\.name)
        flops = try Self.figure(node.member("flops"))
        minimumBytes = try Self.figure(node.member("min_bytes"))
    }

    /// Macros or function constants by name.
    static func definitions(_ node: JSONNode) throws(GroundTruthError) -> [Definition] {
        var definitions: [Definition] = []
        for (name, value) in try node.members() {
            definitions.append(Definition(name: name, value: try value.integer(in: Int(Int32.min)...Int(Int32.max))))
        }
        return definitions
    }

    /// Three positive numbers whose product is a sensible count.
    static func extent(_ node: JSONNode, most: Int, product limit: Int = 1 << 31) throws(GroundTruthError) -> [Int] {
        let elements = try node.elements()
        guard elements.count == 3 else { throw node.error("must be three numbers") }
        var (values, product) = ([Int](), 1)
        for element in elements {
            let value = try element.integer(in: 1...most)
            values.append(value)
            let (next, overflow) = product.multipliedReportingOverflow(by: value)
            guard !overflow, next <= limit else { throw node.error("is too large") }
            product = next
        }
        return values
    }

    /// A number or null.
    static func figure(_ node: JSONNode) throws(GroundTruthError) -> Double? {
        node.isNull ? nil : try node.number()
    }
}
