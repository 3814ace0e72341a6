import SIMTMachine
import Testing

/// Barriers that some lanes of a SIMD group never come to, where barriers count SIMD groups: Metal on Apple's GPUs.
@Suite struct PartialBarrierTests {
    /// A kernel and what becomes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// The body behind `float v = i;`, from line 4 on; `x[i] = v` follows.
        let body: String
        /// Lines of barriers that only a part of SIMD groups passes; nil where threads do not meet.
        let notices: Set<Int>?
        /// Other notices.
        var others: Set<MachineNotice> = []
        /// The values of `x`, where there are any.
        var values: @Sendable (Int) -> Float = { Float($0) }

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "half of every SIMD group passes a barrier",
            body: "if (i % 2 == 0)\n __ks_threadgroup_barrier(2);", notices: [5]),
        Case(
            name: "every thread passes it", body: "if (i % 2 == 0) v += 1;\n __ks_threadgroup_barrier(2); v += 1;",
            notices: []
        ) { Float($0 + ($0 % 2 == 0 ? 2 : 1)) },
        Case(
            name: "the first lanes of SIMD groups exchange values, as MLX's gemv does",
            body: """
                if (i % 32 < 4) {
                 s[i] = v;
                 __ks_threadgroup_barrier(2);
                 v = s[i ^ 32];
                }
                """, notices: [6]
        ) { Float($0 % 32 < 4 ? $0 ^ 32 : $0) },
        Case(
            name: "the other half of the SIMD group waits at another barrier",
            body: "if (i % 2 == 0)\n __ks_threadgroup_barrier(2);\nelse\n __ks_threadgroup_barrier(2);", notices: nil),
        Case(
            name: "a SIMD group ends without coming to a barrier that orders nothing",
            body: "if (i < 32)\n __ks_threadgroup_barrier(0);", notices: [], others: [.missedBarrier(line: 5)]),
        Case(
            name: "a SIMD group ends without coming to a barrier", body: "if (i < 32)\n __ks_threadgroup_barrier(2);",
            notices: nil),
        Case(
            name: "a SIMD group ends without coming to the second barrier, after it has used threadgroup memory",
            body: "s[i] = i;\n__ks_threadgroup_barrier(2);\nif (i < 32) __ks_threadgroup_barrier(0);", notices: [],
            others: [.missedBarrier(line: 6)]),
        Case(
            name: "a SIMD group that has used threadgroup memory ends without coming to a barrier that orders nothing",
            body: "s[i] = i;\nif (i < 32) __ks_threadgroup_barrier(0);", notices: nil),
        Case(
            name: "threadgroup memory is exchanged across a barrier that does not order it",
            body: "s[i] = v;\n__ks_threadgroup_barrier(0);\nv = s[i ^ 32];", notices: [],
            others: [.unfencedBarrier(lines: [4, 6])]
        ) { Float($0 ^ 32) },
        Case(
            name: "threadgroup memory is exchanged across a barrier that orders it",
            body: "s[i] = v;\n__ks_threadgroup_barrier(2);\nv = s[i ^ 32];", notices: []
        ) { Float($0 ^ 32) },
        Case(
            name: "SIMD groups wait at different barriers",
            body:
                "if (i < 32) {\n if (i % 2) __ks_threadgroup_barrier(2);\n} else if (i % 2)\n __ks_threadgroup_barrier(2);",
            notices: nil),
        Case(
            name: "the lanes meet again before they exchange values",
            body: "if (i % 32 < 16)\n __ks_threadgroup_barrier(0);\nv = __ks_simd_shuffle_xor_b32(i, 16);",
            notices: [5]
        ) { Float($0 ^ 16) },
        Case(
            name: "lanes leave a loop with barriers one after the other, as MLX's gemv_t does",
            body: """
                for (uint j = 0; j < 2 + i % 2; j++) {
                 v += 1;
                 __ks_threadgroup_barrier(0);
                }
                v += __ks_simd_shuffle_xor_b32(i, 1);
                """, notices: [6]
        ) { Float($0 + 2 + $0 % 2 + ($0 ^ 1)) },
        Case(
            name: "lanes that go on to the next round without the rest of this one come to the same barriers",
            body: """
                uint j = 0;
                while (j < 3) {
                 __ks_threadgroup_barrier(0);
                 j++;
                 if (i % 3 == 0) continue;
                 v += 1;
                }
                """, notices: []
        ) { Float($0 + ($0 % 3 == 0 ? 0 : 3)) },
        Case(
            name: "threads that return early are not waited for",
            body: "if (i >= 40) return;\n__ks_threadgroup_barrier(2);",
            notices: []
        ) { Float($0 >= 40 ? -1 : $0) },
    ]

    @Test(
        "SIMD groups that meet with some of their lanes are told of, SIMD groups that do not meet are stopped",
        arguments: cases, [false, true])
    func partial(test: Case, optimized: Bool) throws {
        let kernel = try TestKernel(
            "shared float s[64];\nK void k(device float* x, uint i) {\nfloat v = i;\n\(test.body)\nx[i] = v;\n}",
            optimized: optimized)
        let x = kernel.buffer("x", [Float](repeating: -1, count: 64))
        let watch = try MemoryWatch(kernel.memory, outputs: [])
        watch.define(x)
        var fault: MachineFault?
        do {
            try kernel.run(
                [.buffer(x, byteOffset: 0)], threads: 64, group: 64,
                options: MachineOptions(barriersNeedAllThreads: true), watch: watch)
        } catch let found as MachineFault {
            fault = found
        }
        guard let notices = test.notices else {
            // The optimiser drops stores to threadgroup memory that nobody reads.
            if optimized, test.body.hasPrefix("s[i]") { return }
            #expect(fault?.kind == .barrierDivergence)
            return
        }
        #expect(fault == nil)
        #expect(kernel.elements(of: x, as: Float.self) == (0..<64).map(test.values))
        // The optimiser may take two barriers for one.
        if !optimized { #expect(watch.notices == test.others.union(notices.map { .partialBarrier(line: $0) })) }
    }

    @Test("in CUDA lanes that part and do not all come to a barrier are divergence")
    func cuda() throws {
        let kernel = try TestKernel(
            "K void k(device float* x, uint i) {\n if (i % 2)\n  __ks_threadgroup_barrier(3);\n x[i] = 1;\n}",
            optimized: false)
        let x = kernel.buffer("x", [Float](repeating: 0, count: 64))
        let fault = #expect(throws: MachineFault.self) {
            try kernel.run([.buffer(x, byteOffset: 0)], threads: 64, group: 64)
        }
        #expect(fault?.kind == .barrierDivergence)
        #expect(fault?.line == 3)
    }
}
