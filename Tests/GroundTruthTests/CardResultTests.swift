import Foundation
import GroundTruth
import KernelCompiler
import SIMTMachine
import Testing

/// The machine's results against elements that the real card wrote, over kernels of every family.
@Suite struct CardResultTests {
    /// Warp instructions of one threadgroup that a test may execute.
    private static let budget = 3_000_000

    /// Threadgroups that may have written element `index` of an output, the likeliest first: element and threadgroup numbers
    /// usually run alike, along one axis or two.
    private static func candidates(_ index: Int, of count: Int, _ truthCase: TruthCase) -> [Int] {
        let grid = truthCase.launches[0].grid
        let total = grid[0] * grid[1] * grid[2]
        var found: [Int] = [index * total / count]
        for argument in truthCase.launches[0].arguments {
            guard case .scalar(let scalar) = argument.value, scalar.kind != .i64 else { continue }
            let bytes = scalar.bytes(execution: 0)
            let width = Int(UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16 | UInt32(bytes[3]) << 24)
            guard width > 0, width <= count, count % width == 0 else { continue }
            let (row, column) = (index / width, index % width)
            let (x, y) = (column * grid[0] / width, row * grid[1] / (count / width))
            for place in [x + y * grid[0], row * grid[0] / (count / width) + column * grid[1] / width * grid[0]]
            where place < total && !found.contains(place) { found.append(place) }
        }
        return found.filter { $0 < total }
    }

    /// Every case.
    static func cases() throws -> [String] { try ScoreTests.set().cases.map(\.name) }

    @Test("both builds of a kernel write what the card wrote", arguments: try cases())
    func results(_ name: String) async throws {
        let set = try ScoreTests.set()
        let truthCase = try #require(set.cases.first { $0.name == name })
        let measurement = try #require(set.measurements[name])
        let compiled = try await Self.compiled(truthCase, set)
        // Inputs of hundreds of megabytes take longer to make than to use.
        let bytes = truthCase.buffers.reduce(0) { $0 + $1.byteCount }
        guard bytes <= 48 << 20 else {
            _ = try LoweredKernel(
                module: compiled.timeModule, entry: #require(compiled.entry(named: truthCase.launches[0].kernel)).symbol
            )
            return
        }
        for build in PreparedCase.Build.allCases {
            let prepared = try PreparedCase(truthCase, compiled)
            let launch = try prepared.launch(0, build)
            let execution = Execution(
                launch, memory: prepared.memory, options: MachineOptions(instructionBudget: Self.budget))
            for output in measurement.outputs {
                let buffer = try #require(prepared.buffers.first { $0.description.name == output.buffer })
                // Elements that several threadgroups add to are complete only after all of them.
                guard buffer.description.role == .output else { continue }
                for sample in output.samples.prefix(2) {
                    try Self.check(sample, buffer, truthCase, execution, prepared.memory)
                }
            }
        }
    }

    /// Runs threadgroups until one writes the element, and compares.
    private static func check(
        _ sample: (index: Int, value: Double), _ buffer: (description: TruthBuffer, id: BufferID),
        _ truthCase: TruthCase, _ execution: Execution, _ memory: DeviceMemory
    ) throws {
        for threadgroup in candidates(sample.index, of: buffer.description.count, truthCase) {
            do {
                try execution.run(threadgroup: threadgroup, tracing: false)
            } catch {
                // Only the budget may end a run: kernels of one long threadgroup are not executed whole.
                guard case .overBudget = error.kind else { throw error }
                return
            }
            let value = memory.withBytes(of: buffer.id) {
                buffer.description.value(UnsafeRawBufferPointer($0), at: sample.index)
            }
            guard value != 0 else { continue }
            let room = buffer.description.element == .f16 ? 0.02 : 2e-3
            #expect(
                abs(value - sample.value) <= room * max(1, abs(sample.value)),
                "\(truthCase.name)[\(sample.index)] of \(buffer.description.name)")
            return
        }
    }

    /// A case's kernel through the compiler.
    private static func compiled(_ truthCase: TruthCase, _ set: TruthSet) async throws -> CompiledKernel {
        let text = try String(contentsOf: set.kernels.appendingPathComponent(truthCase.file), encoding: .utf8)
        let compiler = KernelCompiler(clang: try await Clang.locate())
        let source = KernelSource(
            text: text, fileName: truthCase.file, dialect: .cuda,
            definitions: truthCase.definitions.map { ($0.name, $0.value) })
        return try await compiler.compile(source).get()
    }
}
