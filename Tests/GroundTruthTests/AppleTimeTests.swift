import Foundation
import GPUTiming
import GroundTruth
import KernelCompiler
import Testing

/// What Apple's compiler and memory path do to a kernel's time, on kernels that differ in one thing.
@Suite struct AppleTimeTests {
    /// The time in nanoseconds of a kernel with this head and body, 64 threads a threadgroup, 1024 threadgroups.
    private static func time(
        _ head: String = "", _ body: String, threads: Int = 65536, loadSlots: Int? = nil
    ) async throws -> LaunchTime {
        let text = """
            #include <metal_stdlib>
            using namespace metal;
            \(head)
            kernel void k(device const float *x [[buffer(0)]], device float *y [[buffer(1)]],
                          constant uint &n [[buffer(2)]], uint i [[thread_position_in_grid]],
                          uint lane [[thread_index_in_simdgroup]], uint t [[thread_index_in_threadgroup]]) {
            \(body)
            }
            """
        let args =
            TaskFixture.buffer("x", count: 65536, contents: #""init": "uniform""#) + ","
            + TaskFixture.buffer("y", at: 1, count: 65536)
            + #", {"index": 2, "scalar": "u32", "name": "n", "value": 64}"#
        let fixture = try TaskFixture(
            [TaskFixture.entry(launches: TaskFixture.launch(threads: threads, group: 64, args: args, repeats: 2))],
            kernels: ["a": text])
        defer { fixture.remove() }
        let yaml = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "configs/gpus/m1-pro.yaml")
        var hardware = try Hardware(yaml: String(contentsOf: yaml, encoding: .utf8), file: "m1-pro.yaml")
        hardware.core.loadSlots = loadSlots ?? hardware.core.loadSlots
        let predictor = CasePredictor(
            set: try TruthSet(folder: fixture.folder), hardware: hardware,
            compiler: KernelCompiler(clang: try await Clang.locate()), clock: .cold)
        return try await predictor.predict(try #require(predictor.set.cases.first)).time
    }

    /// A body that keeps `count` sums alive in a loop.
    private static func sums(_ count: Int) -> String {
        let names = (0..<count).map { "s\($0)" }
        return names.enumerated().map { "float \($1) = \($0);" }.joined(separator: " ")
            + "\nfor (uint k = 0; k < n; ++k) { float v = x[(i + k) & 65535u];\n"
            + names.enumerated().map { "\($1) = fma(\($1), v, \($0).5f);" }.joined(separator: "\n")
            + "\n}\ny[i] = " + names.joined(separator: " + ") + ";"
    }

    @Test("registers must last for the threads that a kernel declares")
    func declared() async throws {
        let cap = "[[max_total_threads_per_threadgroup(1024)]]"
        let (free, bound) = (try await Self.time("", Self.sums(80)), try await Self.time(cap, Self.sums(80)))
        #expect(free.occupancy.registersPerThread > 80)
        #expect(bound.occupancy.registersPerThread <= 52)
        // Values that do not last go to the stack and back in every round.
        #expect(bound.cycles > 1.3 * free.cycles)
        let (few, fewBound) = (try await Self.time("", Self.sums(16)), try await Self.time(cap, Self.sums(16)))
        #expect(few.cycles == fewBound.cycles)
    }

    @Test("a loop whose code exceeds the instruction cache waits for its code")
    func code() async throws {
        func body(_ length: Int, rounds: Int) -> String {
            "float v = x[i];\n#pragma clang loop unroll(disable)\nfor (uint k = 0; k < \(rounds); ++k) {\n"
                + (0..<length).map { "v = fma(v, v, \($0).25f);" }.joined(separator: "\n") + "\n}\ny[i] = v;"
        }
        // Twice the instructions of one round in half the rounds: the same work, 2000 instructions are 16 KB.
        let small = try await Self.time("", body(1000, rounds: 40))
        let large = try await Self.time("", body(2000, rounds: 20))
        // Other warps hide a part of the waiting.
        #expect(large.cycles > 1.25 * small.cycles)
    }

    @Test("loads are early, whatever the order in the text")
    func early() async throws {
        let late = """
            float v = x[i]; v = v * v + 1.0f; v += x[(i + 999u) & 65535u]; v = v * v + 1.0f;
            v += x[(i + 1999u) & 65535u]; v = v * v + 1.0f; v += x[(i + 2999u) & 65535u]; y[i] = v;
            """
        let first = """
            float a = x[i]; float b = x[(i + 999u) & 65535u]; float c = x[(i + 1999u) & 65535u];
            float d = x[(i + 2999u) & 65535u];
            float v = a * a + 1.0f; v += b; v = v * v + 1.0f; v += c; v = v * v + 1.0f; v += d; y[i] = v;
            """
        #expect(try await Self.time("", late).cycles == Self.time("", first).cycles)
    }

    @Test("loads in branches of their own are waited for one after the other, unless each register is waited for")
    func branches() async throws {
        let apart = """
            float a = 0.0f, b = 0.0f, c = 0.0f, d = 0.0f;
            if ((lane & 1u) != 0u) a = x[(i + 999u) & 65535u];
            if ((lane & 2u) != 0u) b = x[(i + 19999u) & 65535u];
            if ((lane & 4u) != 0u) c = x[(i + 29999u) & 65535u];
            if ((lane & 8u) != 0u) d = x[(i + 39999u) & 65535u];
            y[i] = (a + b) + (c + d);
            """
        let together = """
            y[i] = (x[(i + 999u) & 65535u] + x[(i + 19999u) & 65535u])
                + (x[(i + 29999u) & 65535u] + x[(i + 39999u) & 65535u]);
            """
        let waiting = try await Self.time("", apart, threads: 2048)
        let interlocked = try await Self.time("", apart, threads: 2048, loadSlots: 0)
        #expect(waiting.cycles > 1.5 * interlocked.cycles)
        // Loads of one block are on their way together on both.
        let (one, other) = (
            try await Self.time("", together, threads: 2048),
            try await Self.time("", together, threads: 2048, loadSlots: 0)
        )
        #expect(one.cycles == other.cycles)
    }

    @Test("independent work fills latencies, whatever its order in the text")
    func interleaved() async throws {
        let names = ["a", "b", "c", "d"]
        func body(_ steps: [String]) -> String {
            names.map { "float \($0) = x[i] + \($0 == "a" ? 1 : 2).0f; float \($0)1 = \($0) * 3.5f;" }
                .joined(separator: " ") + "\nfor (uint k = 0; k < n; ++k) {\n" + steps.joined(separator: "\n")
                + "\n}\ny[i] = (a + b) + (c + d);"
        }
        func step(_ name: String, _ number: Int) -> String { "\(name) = fma(\(name), \(name)1, \(number).5f);" }
        let chains = body(names.flatMap { name in (0..<8).map { step(name, $0) } })
        let mixed = body((0..<8).flatMap { number in names.map { step($0, number) } })
        let (one, other) = (
            try await Self.time("", chains, threads: 2048), try await Self.time("", mixed, threads: 2048)
        )
        #expect(abs(one.cycles / other.cycles - 1) < 0.05, "\(one.cycles) and \(other.cycles) cycles")
    }

    @Test("indices of 64 bits cost what those of 32 do, and what arguments alone make costs nothing")
    func addresses() async throws {
        func body(_ type: String) -> String {
            "float s = 0.0f;\nfor (\(type) k = 0; k < 256; ++k) s += x[k * 64 + 3];\ny[i] = s;"
        }
        let (wide, narrow) = (
            try await Self.time("", body("ulong"), threads: 2048), try await Self.time("", body("uint"), threads: 2048)
        )
        #expect(wide.cycles < 1.05 * narrow.cycles)
        let made = try await Self.time("", "float q = sqrt(float(n) + 2.0f) / (float(n) + 3.0f); y[i] = x[i] * q;")
        let given = try await Self.time("", "y[i] = x[i] * 2.5f;")
        #expect(made.cycles == given.cycles)
    }

    @Test("a shuffle from a lane that the text names is a broadcast, from lanes of their own it is slow")
    func shuffles() async throws {
        func body(_ lane: String) -> String {
            "float v = x[i];\nfor (ushort k = 0; k < 256; ++k) v += simd_shuffle(v, \(lane));\ny[i] = v;"
        }
        let same = try await Self.time("", body("ushort(5)"))
        let own = try await Self.time("", body("ushort((lane * 7 + k) & 31)"))
        #expect(own.cycles > 4 * same.cycles)
    }

    @Test("a division by a constant is a multiplication, one by an argument is not")
    func divisions() async throws {
        func body(_ operation: String) -> String {
            "uint s = i;\nfor (uint k = 0; k < 256; ++k) s += (s + k) \(operation) + 1u;\ny[i] = float(s);"
        }
        let (constant, argument) = (try await Self.time("", body("/ 18u")), try await Self.time("", body("/ n")))
        #expect(2 * constant.cycles < argument.cycles, "\(constant.cycles) and \(argument.cycles) cycles")
    }

    @Test("a loop with mathematics in it is unrolled as its pragma says")
    func unrolled() async throws {
        func body(_ pragma: String) -> String {
            "float v = x[i], s = 0.0f;\n\(pragma)\nfor (uint k = 0; k < n; ++k) { float r = x[k] + v;"
                + " s += rsqrt(r * r + 1.0f); }\ny[i] = s;"
        }
        let (one, eight) = (
            try await Self.time("", body("#pragma clang loop unroll(disable)"), threads: 2048),
            try await Self.time("", body("#pragma unroll(8)"), threads: 2048)
        )
        #expect(eight.cycles < 0.7 * one.cycles)
    }

    @Test("an access costs the sectors of 32 bytes that it touches, not the banks and not the lines")
    func sectors() async throws {
        func body(_ place: String) -> String {
            "float s = 0.0f;\nfor (uint k = 0; k < 512; ++k) s += x[(\(place) + (k & 3u) * 32u) & 1023u];\ny[i] = s;"
        }
        // Four rows of eight floats, four sectors, cost what one row of 32 costs; every fourth float, sixteen sectors, four
        // times as much, and every other one, of which banks of words would bring as many in a cycle, twice.
        let row = try await Self.time("", body("lane"))
        let tile = try await Self.time("", body("(lane & 7u) + (lane >> 3) * 192u"))
        let (other, fourth) = (
            try await Self.time("", body("lane * 2u")), try await Self.time("", body("lane * 4u"))
        )
        #expect(tile.cycles < 1.1 * row.cycles)
        // 128 warps a core read 512 times.
        for (time, sectors) in [(other, 8.0), (fourth, 16.0)] {
            #expect(time.cycles > 0.99 * 128 * 512 * sectors / 2, "\(time.cycles) cycles")
            #expect(time.cycles < 1.05 * 128 * 512 * sectors / 2, "\(time.cycles) cycles")
        }
    }
}
