import Foundation
import KernelCompiler

/// Entries of a set of tasks: passes over launches of Metal kernels whose buffers change places.
extension TruthCase {
    /// The keys of an entry.
    private static let roundKeys: Set<String> = [
        "name", "task", "size_label", "scored", "dialect", "source", "defines", "rounds", "launches", "outputs",
        "check",
        "flops", "min_bytes",
    ]
    /// The keys of a launch.
    private static let launchKeys: Set<String> = [
        "kernel", "grid_threads", "grid_groups", "threads", "threadgroup_memory", "thread_cap", "args", "repeat",
        "swap",
    ]

    /// Whether an entry is one of a set of tasks.
    static func hasRounds(_ node: JSONNode) -> Bool { (try? node.optional("launches")) != nil }

    /// Reads an entry.
    ///
    /// - Parameter folder: The set's folder.
    init(rounds node: JSONNode, folder: URL) throws(GroundTruthError) {
        _ = try node.members(known: Self.roundKeys)
        name = try node.member("name").string()
        family = try node.member("task").string()
        sizeLabel = try node.member("size_label").string()
        isScored = try node.member("scored").truth()
        guard let dialect = Dialect(rawValue: try node.member("dialect").string()) else {
            throw node.error("has a 'dialect' that is neither metal nor cuda")
        }
        self.dialect = dialect
        let digest = try node.member("source").member("md5")
        let digits = try digest.string()
        guard digits.count == 32, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }),
            family.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
        else { throw digest.error("must be 32 hexadecimal digits, and the task a plain word") }
        file = "\(family)/\(digits).metal"
        definitions =
            try node.optional("defines").map { (node) throws(GroundTruthError) in try Self.definitions(node) } ?? []
        rounds = try node.member("rounds").integer(in: 1...(1 << 20))
        var (launches, buffers): ([TruthLaunch], [TruthBuffer]) = ([], [])
        for launch in try node.member("launches").elements() {
            launches.append(try Self.launch(launch, rounds: rounds, &buffers, folder: folder))
        }
        guard !launches.isEmpty else { throw node.error("has no launches") }
        self.launches = launches
        self.buffers = buffers
        let swaps = launches.flatMap(\.swaps)
        for list in swaps {
            let members = list.compactMap { name in buffers.first { $0.name == name } }
            guard members.count == list.count, Set(list).count == list.count,
                members.allSatisfy({ $0.element == members[0].element && $0.count == members[0].count })
            else {
                throw node.error(
                    "swaps '\(list.joined(separator: "', '"))', which are not different buffers of one size")
            }
        }
        var outputs: [String] = []
        for output in try node.member("outputs").elements() {
            let name = try output.string()
            guard buffers.contains(where: { $0.name == name }) else { throw output.error("names no buffer '\(name)'") }
            outputs.append(name)
        }
        self.outputs = outputs
        flops = try Self.figure(node.member("flops"))
        minimumBytes = try Self.figure(node.member("min_bytes"))
    }

    /// One launch; buffers that it mentions first are added to `buffers`.
    private static func launch(
        _ node: JSONNode, rounds: Int, _ buffers: inout [TruthBuffer], folder: URL
    ) throws(GroundTruthError) -> TruthLaunch {
        _ = try node.members(known: launchKeys)
        let repeats = try node.member("repeat").integer(in: 1...(1 << 20))
        let block = try extent(node.member("threads"), most: 1024, product: 1024)
        if let cap = try node.optional("thread_cap") {
            let most = try cap.integer(in: 1...1024)
            guard block.reduce(1, *) <= most else { throw cap.error("is below the threads of a threadgroup") }
        }
        let grid: [Int]
        var threads: [Int]?
        if let groups = try node.optional("grid_groups") {
            grid = try extent(groups, most: Int(Int32.max))
        } else {
            let whole = try extent(node.member("grid_threads"), most: Int(Int32.max))
            grid = zip(whole, block).map { ($0 - 1) / $1 + 1 }
            if zip(whole, block).contains(where: { !$0.isMultiple(of: $1) }) { threads = whole }
        }
        var memory: [Int] = []
        for bytes in try node.member("threadgroup_memory").elements() {
            memory.append(try bytes.integer(in: 0...(1 << 20)))
        }
        var arguments: [TruthArgument] = []
        for argument in try node.member("args").elements() {
            let found = try TruthArgument(argument, executions: rounds * repeats, &buffers, folder: folder)
            guard !arguments.contains(where: { $0.index == found.index }) else {
                throw argument.error("is the second argument with index \(found.index)")
            }
            arguments.append(found)
        }
        var swaps: [[String]] = []
        for list in try node.member("swap").elements() {
            var names: [String] = []
            for name in try list.elements() { names.append(try name.string()) }
            guard names.count >= 2 else { throw list.error("must be two names or more") }
            swaps.append(names)
        }
        return TruthLaunch(
            kernel: try node.member("kernel").string(), grid: grid, threads: threads, block: block,
            threadgroupMemory: memory, arguments: arguments, repeats: repeats, swaps: swaps)
    }
}

extension TruthArgument {
    /// Reads an argument of a launch with binding numbers: a scalar, a buffer in full, or one mentioned before.
    init(
        _ node: JSONNode, executions: Int, _ buffers: inout [TruthBuffer], folder: URL
    ) throws(GroundTruthError) {
        index = try node.member("index").integer(in: 0...30)
        if try node.optional("scalar") != nil {
            _ = try node.members(known: ["index", "scalar", "name", "value", "step"])
            value = .scalar(try TruthScalar(node, executions: executions))
            return
        }
        let name = try node.member("buffer").string()
        let known = buffers.first { $0.name == name }
        guard try node.optional("dtype") != nil else {
            _ = try node.members(known: ["index", "buffer"])
            guard let known else { throw node.error("mentions '\(name)', which no argument before it describes") }
            value = .buffer(known)
            return
        }
        guard known == nil else { throw node.error("describes '\(name)' a second time") }
        let keys: Set<String> = ["index", "buffer", "dtype", "count", "role"]
        _ = try node.members(known: keys.union(InputPattern.fieldKeys))
        let element = try TruthBuffer.element(node)
        let contents = try InputPattern(
            field: node, element: element, count: TruthBuffer.count(node), folder: folder)
        let buffer = try TruthBuffer(node, element: element, seed: index, contents: contents)
        buffers.append(buffer)
        value = .buffer(buffer)
    }
}
