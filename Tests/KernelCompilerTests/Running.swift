import KernelCompiler
import KernelIR
import SIMTMachine

/// Runs a compiled kernel on one threadgroup of 32 threads, in both builds.
enum Running {
    /// What a parameter is given, by its place in the declaration.
    enum Argument {
        case floats([Float])
        case words([UInt32])
        case zeros(bytes: Int)
    }

    /// Bytes of the first buffer after the launch, as `check` and `time` IR left them.
    static func bytes(
        _ text: String, _ dialect: Dialect, kernel: String = "k", arguments: [Argument], threads: Int = 32,
        groups: Int = 1, definitions: [(name: String, value: Int)] = [], headers: [VirtualHeader] = []
    ) async throws -> [[UInt8]] {
        let compiled = try await Compiling.kernel(text, dialect, definitions: definitions, headers: headers)
        guard let entry = compiled.entry(named: kernel) else {
            throw LoweringError("no kernel '\(kernel)': \(compiled.entries.map(\.name))", at: nil)
        }
        return try [compiled.checkModule, compiled.timeModule].map { module in
            try run(module, entry, arguments, threads: threads, groups: groups)
        }
    }

    /// The same as floats.
    static func floats(
        _ text: String, _ dialect: Dialect, kernel: String = "k", arguments: [Argument], threads: Int = 32,
        groups: Int = 1, definitions: [(name: String, value: Int)] = [], headers: [VirtualHeader] = []
    ) async throws -> [[Float]] {
        try await bytes(
            text, dialect, kernel: kernel, arguments: arguments, threads: threads, groups: groups,
            definitions: definitions, headers: headers
        ).map { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { index in
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) })
            }
        }
    }

    private static func run(
        _ module: IRModule, _ entry: EntryPoint, _ arguments: [Argument], threads: Int, groups: Int
    ) throws -> [UInt8] {
        let memory = DeviceMemory()
        var buffers: [BufferID] = []
        var bound: [KernelArgument] = []
        for parameter in entry.parameters {
            switch parameter.binding {
            case .buffer where buffers.count < arguments.count:
                let contents = bytes(of: arguments[buffers.count])
                let id = try memory.addBuffer(
                    name: parameter.name, byteCount: contents.count, isWritable: true)
                memory.withBytes(of: id) { $0.copyBytes(from: contents) }
                buffers.append(id)
                bound.append(.buffer(id, byteOffset: 0))
            case .builtin(let builtin, _, _) where builtin == .threadPositionInGrid:
                bound.append(.builtin(.threadPositionInGrid))
            case .builtin: bound.append(.builtin(.threadIndexInSimdgroup))
            default: throw LoweringError("parameter '\(parameter.name)' is given nothing", at: nil)
            }
        }
        let execution = Execution(
            Launch(
                kernel: try LoweredKernel(module: module, entry: entry.symbol), arguments: bound,
                threadgroups: GridSize(groups), threadsPerThreadgroup: GridSize(threads)),
            memory: memory)
        try execution.runAll()
        return buffers.first.map { memory.withBytes(of: $0) { Array($0) } } ?? []
    }

    private static func bytes(of argument: Argument) -> [UInt8] {
        switch argument {
        case .floats(let values): values.flatMap { Self.bytes($0.bitPattern) }
        case .words(let values): values.flatMap { Self.bytes($0) }
        case .zeros(let count): Array(repeating: 0, count: count)
        }
    }

    private static func bytes(_ word: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
}
