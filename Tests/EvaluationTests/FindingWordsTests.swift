import Evaluation
import Testing

/// The words of the verdicts that only checked execution finds, on the sound attention kernel with one line changed.
@Suite struct FindingWordsTests {
    static let findings = [
        BrokenKernel(
            name: "reads threadgroup memory that nobody wrote", kind: .uninitialised,
            sound: "float total = 0,", broken: "threadgroup float seen[32]; float total = seen[lane] * 0,", line: 25,
            message: """
                kernel.metal:25:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' writes to element 0 of \
                'out' what line 17 read from threadgroup memory before anything was written there
                  25 |     for (int d = 0; d < 4; d++) out[row * 128 + lane + 32 * d] = sum[d] / total;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "branches on a variable that nothing has set", kind: .uninitialised,
            sound: "float total = 0,", broken: "int none; if (none > 3) return; float total = 0,", line: 17,
            message: """
                kernel.metal:17:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' branches on the value of \
                a variable that nothing has set
                  17 |     int none; if (none > 3) return; float total = 0, sum[4] = {0, 0, 0, 0};
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "races in threadgroup memory", kind: .dataRace,
            sound: "float total = 0,",
            broken: "threadgroup float seen[32]; seen[lane] = lane; float total = seen[31 - lane] * 0,", line: 17,
            message: """
                kernel.metal:17:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' reads byte 124 of \
                threadgroup memory, which thread (31, 0, 0) of threadgroup 0 writes on line 17 without a barrier in \
                between
                  17 |     threadgroup float seen[32]; seen[lane] = lane; float total = seen[31 - lane] * 0, sum[4] = \
                {0, 0, 0, 0};
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "two threadgroups write one element", kind: .dataRace,
            sound: "out[row * 128 + lane + 32 * d] = sum", broken: "out[query / 4 * 128 * 0 + lane + 32 * d] = sum",
            line: 25,
            message: """
                kernel.metal:25:5: error: thread (0, 1, 0) of threadgroup 0 of kernel 'attend' writes element 0 of \
                'out', which thread (0, 0, 0) of threadgroup 0 writes on line 25 without a barrier in between
                  25 |     for (int d = 0; d < 4; d++) out[query / 4 * 128 * 0 + lane + 32 * d] = sum[d] / total;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "shuffles from lanes that are gone", kind: .inactiveLane,
            sound: "float total = 0,",
            broken: "float total = 0; if (lane < 16) total = simd_shuffle_down(total, 8) * 0; float",
            line: 25,
            message: """
                kernel.metal:25:5: error: thread (8, 0, 0) of threadgroup 0 of kernel 'attend' writes to element 8 of \
                'out' what line 17 read from a lane of the SIMD group that was not active
                  25 |     for (int d = 0; d < 4; d++) out[row * 128 + lane + 32 * d] = sum[d] / total;
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "divides by zero", kind: .undefinedArithmetic,
            sound: "float total = 0,", broken: "float total = q_len / (kv_len - kv_len) * 0,", line: 17,
            message: """
                kernel.metal:17:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' divides an integer by zero
                  17 |     float total = q_len / (kv_len - kv_len) * 0, sum[4] = {0, 0, 0, 0};
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "shifts past the width", kind: .undefinedArithmetic,
            sound: "float total = 0,", broken: "float total = (q_len << (kv_len + 31)) * 0,", line: 17,
            message: """
                kernel.metal:17:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' shifts a 32-bit integer \
                by 32 bits or more
                  17 |     float total = (q_len << (kv_len + 31)) * 0, sum[4] = {0, 0, 0, 0};
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "an odd address", kind: .misaligned,
            sound: "float total = 0,",
            broken: "float total = *(device const float*)((device const char*)q + 2) * 0,", line: 17,
            message: """
                kernel.metal:17:5: error: thread (0, 0, 0) of threadgroup 0 of kernel 'attend' accesses byte 2 of 'q', \
                which is not a multiple of 4
                  17 |     float total = *(device const float*)((device const char*)q + 2) * 0, sum[4] = {0, 0, 0, 0};
                     |     ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
        BrokenKernel(
            name: "half precision", kind: .lowPrecision,
            sound: "total += weight;", broken: "total += float(half(weight));", line: 22,
            message: """
                kernel.metal:22:9: error: 89760 operations of kernel 'attend' below single precision feed output 'out'; \
                the task asks for single precision
                  22 |         total += float(half(weight));
                     |         ^
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """),
    ]

    @Test("each finding says what, who, where and on which line", arguments: findings)
    func words(broken: BrokenKernel) async throws {
        let verdict = try await Fixture.attention.value.evaluate(broken.candidate).verdict
        #expect(verdict.kind == broken.kind)
        #expect(verdict.message == broken.message)
        #expect(verdict.line == broken.line)
    }

    /// Near twins of the findings, which are right.
    static let sound = [
        (
            "float total = 0,",
            "threadgroup float seen[128]; seen[lane + 32 * (query % 4)] = 0; "
                + "threadgroup_barrier(mem_flags::mem_threadgroup); float total = seen[lane + 32 * (query % 4)],"
        ),
        ("float total = 0,", "int none = 0; if (none > 3) return; float total = 0,"),
        (
            "float total = 0,",
            "threadgroup float seen[4][32]; seen[query % 4][lane] = lane; "
                + "simdgroup_barrier(mem_flags::mem_threadgroup); float total = seen[query % 4][31 - lane] * 0,"
        ),
        ("float total = 0,", "float total = 0; total = simd_shuffle_down(total, 8) * 0; float"),
        ("float total = 0,", "float total = q_len / (kv_len - kv_len + 1) * 0,"),
        ("float total = 0,", "float total = (q_len << (kv_len % 32)) * 0,"),
        ("float total = 0,", "float total = *(device const float*)((device const char*)q + 4) * 0,"),
        ("total += weight;", "total += float(weight); half unused = half(weight); unused = unused + 1;"),
    ]

    @Test("near twins of the findings are correct", arguments: sound)
    func nearTwin(sound: String, twin: String) async throws {
        var broken = BrokenKernel(name: "twin", kind: .correct, message: "")
        broken.sound = sound
        broken.broken = twin.hasSuffix("float") ? twin + " unused = 0," : twin
        let verdict = try await Fixture.attention.value.evaluate(broken.candidate).verdict
        #expect(verdict.kind == .correct, "\(verdict.message)")
    }

    @Test("stores of one value to one place are a warning")
    func warning() async throws {
        let kernel = BrokenKernel(
            name: "same value", kind: .correct, sound: "float total = 0,",
            broken: "threadgroup float seen[1]; seen[0] = 3; float total = 0,", message: "")
        let verdict = try await Fixture.attention.value.evaluate(kernel.candidate).verdict
        #expect(verdict.kind == .correct)
        #expect(
            verdict.message.hasSuffix(
                "\nwarning: lines 17 and 17 store the same value to the same place from several threads without a "
                    + "barrier in between"))
    }
}
