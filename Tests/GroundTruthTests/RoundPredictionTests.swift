import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import SIMTMachine
import Testing

/// Predictions of cases with many launches: what is multiplied, what follows what, and which state each launch finds.
@Suite struct RoundPredictionTests {
    /// Copies, with as much arithmetic as `n` says.
    private static let kernel = """
        #include <metal_stdlib>
        using namespace metal;
        kernel void k(device const float *x [[buffer(0)]], device float *y [[buffer(1)]],
                      constant uint &n [[buffer(2)]], uint i [[thread_position_in_grid]]) {
            float v = x[i];
            for (uint k = 0; k < n; ++k) v = v * 1.5f + 2.0f;
            y[i] = v;
        }
        kernel void follow(device const float *y [[buffer(0)]], device float *z [[buffer(1)]],
                           uint i [[thread_position_in_grid]]) {
            float v = y[i];
            for (float k = 0.0f; k < v; k += 1.0f) v = v * 0.999f + 0.001f;
            z[i] = v;
        }
        """

    /// The prediction of one entry on the `m1-pro` model.
    private static func predict(_ entry: String) async throws -> CasePrediction {
        let fixture = try TaskFixture([entry], kernels: ["a": kernel])
        defer { fixture.remove() }
        let yaml = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "configs/gpus/m1-pro.yaml")
        let predictor = CasePredictor(
            set: try TruthSet(folder: fixture.folder),
            hardware: try Hardware(yaml: String(contentsOf: yaml, encoding: .utf8), file: "m1-pro.yaml"),
            compiler: KernelCompiler(clang: try await Clang.locate()), clock: .cold)
        return try await predictor.predict(try #require(predictor.set.cases.first))
    }

    private static let buffers =
        TaskFixture.buffer("x", count: 4096, contents: #""init": "uniform", "scale": 100, "offset": 100"#) + ","
        + TaskFixture.buffer("y", at: 1, count: 4096)

    private static func launch(_ scalar: String, repeats: Int = 1, swap: String = #"["x", "y"]"#) -> String {
        TaskFixture.launch(
            threads: 4096, group: 128,
            args: "\(buffers), {\"index\": 2, \"scalar\": \"u32\", \"name\": \"n\", \(scalar)}",
            repeats: repeats, swap: swap)
    }

    @Test("a repeated launch is timed once, warm, and multiplied; its cost in launching is part of it")
    func repeats() async throws {
        let one = try await Self.predict(TaskFixture.entry(launches: Self.launch(#""value": 4"#)))
        let ten = try await Self.predict(TaskFixture.entry(launches: Self.launch(#""value": 4"#, repeats: 10)))
        #expect(ten.parts.map(\.executions) == [10])
        #expect(abs(ten.microseconds - 10 * ten.parts[0].time.nanoseconds / 1000) < 1e-9)
        #expect(ten.parts[0].time.nanoseconds < one.parts[0].time.nanoseconds)
        #expect(one.microseconds * 1000 > one.parts[0].time.launchNanoseconds)
        #expect(one.parts[0].time.launchNanoseconds > 0)
    }

    @Test("rounds repeat every launch of theirs")
    func rounds() async throws {
        let launches =
            Self.launch(#""value": 4"#, swap: "") + ","
            + TaskFixture.launch(
                "follow", threads: 4096, group: 128,
                args: #"{"index": 0, "buffer": "y"}, {"index": 1, "buffer": "x"}"#, repeats: 2)
        let found = try await Self.predict(TaskFixture.entry(rounds: 3, launches: launches))
        #expect(found.parts.map(\.executions) == [3, 6])
    }

    @Test("a launch finds what those before it have written")
    func order() async throws {
        func time(_ value: Int) async throws -> Double {
            let launches =
                Self.launch("\"value\": \(value)", swap: "") + ","
                + TaskFixture.launch(
                    "follow", threads: 4096, group: 128,
                    args: #"{"index": 0, "buffer": "y"}, \#(TaskFixture.buffer("z", at: 1, count: 4096))"#)
            return try await Self.predict(TaskFixture.entry(launches: launches)).parts[1].time.nanoseconds
        }
        // The second kernel's loop runs as long as the numbers are large that the first one makes.
        #expect(try await time(8) > 1.5 * time(0))
    }

    @Test("scalars that count are followed from end to end")
    func steps() async throws {
        let found = try await Self.predict(
            TaskFixture.entry(launches: Self.launch(#""value": 0, "step": 16"#, repeats: 30)))
        #expect(found.parts.map(\.executions).reduce(0, +) == 30)
        #expect(found.parts.count == 6)
        #expect(found.parts[5].time.cycles > 2 * found.parts[0].time.cycles)
        let few = try await Self.predict(
            TaskFixture.entry(launches: Self.launch(#""value": 0, "step": 16"#, repeats: 3)))
        #expect(few.parts.map(\.executions) == [1, 1, 1])
    }

    @Test("outputs are those of the names after the last swap")
    func names() async throws {
        let fixture = try TaskFixture(
            [TaskFixture.entry(launches: Self.launch(#""value": 1"#, repeats: 2))], kernels: ["a": Self.kernel])
        defer { fixture.remove() }
        let set = try TruthSet(folder: fixture.folder)
        let truthCase = try #require(set.cases.first)
        let compiled = try await set.compile(truthCase, with: KernelCompiler(clang: try await Clang.locate()))
        for build in PreparedCase.Build.allCases {
            let prepared = try PreparedCase(truthCase, compiled)
            var names = prepared.names
            let first = try #require(names["x"])
            for execution in 0..<3 {
                let launch = try prepared.launch(0, build, names: names, execution: execution)
                try Execution(launch, memory: prepared.memory).runAll()
                names.rotate(truthCase.launches[0].swaps)
            }
            // Three executions: what is called x now was y at the start, and holds the third result.
            #expect(names["y"] == first)
            let x = try #require(names["x"])
            let value = prepared.memory.withBytes(of: x) {
                truthCase.buffers[0].value(UnsafeRawBufferPointer($0), at: 5)
            }
            let source = try PreparedCase(truthCase, compiled)
            let before = source.memory.withBytes(of: try #require(source.names["x"])) {
                truthCase.buffers[0].value(UnsafeRawBufferPointer($0), at: 5)
            }
            let wanted = ((before * 1.5 + 2) * 1.5 + 2) * 1.5 + 2
            #expect(abs(value - wanted) < 1e-3)
        }
    }
}
