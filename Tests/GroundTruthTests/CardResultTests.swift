import Foundation
import GroundTruth
import KernelCompiler
import SIMTMachine
import Testing

/// The machine's results against every element that was recorded on the real card, over kernels of every family.
@Suite struct CardResultTests {
    /// Every case of every set.
    static func cases() throws -> [String] { try sets().flatMap { $0.cases.map(\.name) } }

    /// The set that the model was calibrated on, that of other families, and those of alternatives to the same problems.
    private static func sets() throws -> [TruthSet] {
        try [ScoreTests.set()]
            + ["h200-other", "h200-alternatives", "h200-fourth"].map {
                try TruthSet(folder: #require(Bundle.module.url(forResource: $0, withExtension: nil)))
            }
    }

    /// Bytes of buffers that a test may fill: all but the largest case's; few where the test itself is slow.
    private static var capacity: Int {
        #if DEBUG
            2 << 20
        #else
            1 << 30
        #endif
    }

    @Test("both builds of a kernel write what the card wrote, bit for bit where nothing rounds", arguments: try cases())
    func results(_ name: String) async throws {
        let set = try #require(try Self.sets().first { $0.cases.contains { $0.name == name } })
        let truthCase = try #require(set.cases.first { $0.name == name })
        let measurement = try #require(set.measurements[name])
        let compiled = try await Self.compiled(truthCase, set)
        let bytes = truthCase.buffers.reduce(0) { $0 + $1.byteCount }
        guard bytes <= Self.capacity else {
            let entry = try #require(compiled.entry(named: truthCase.launches[0].kernel))
            _ = try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
            return
        }
        for build in PreparedCase.Build.allCases {
            let outcome = try CardCheck(truthCase, compiled, build, measurement: measurement).run()
            #expect(outcome.wrong.isEmpty, "\(name), \(build): \(outcome.wrong.joined(separator: "; "))")
            if build == .time { #expect(outcome.compared == outcome.recorded, "\(name)") }
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
