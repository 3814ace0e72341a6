import Evaluation
import Testing

@Suite struct BrokenKernelTests {
    @Test("each broken kernel gets its verdict and the words to repair it", arguments: [
        BrokenKernel(
            name: "syntax error", kind: .compileError, sound: "int lane = place.x, query", broken: "int lane = place.x query",
            line: 13, message: "X"),
        BrokenKernel(
            name: "endless loop", kind: .overBudget, sound: "j < visible; j++", broken: "j < visible; j += 0", line: 20,
            message: "X"),
        BrokenKernel(
            name: "index past the end", kind: .outOfBounds, sound: "* v[(first + j)", broken: "* v[(first + j + kv_len)",
            line: 23, message: "X"),
        BrokenKernel(
            name: "negative index", kind: .outOfBounds, sound: "part += q[row * 128 + lane", broken: "part += q[row * 128 - 1 - lane",
            line: 20, message: "X"),
        BrokenKernel(
            name: "write to an input", kind: .writeToInput, sound: "out[row * 128 + lane + 32 * d] =",
            broken: "((device float*)q)[row * 128 + lane + 32 * d] =", line: 25, message: "X"),
        BrokenKernel(
            name: "NaN", kind: .wrong, sound: "sum[d] / total", broken: "sum[d] / total + sqrt(-total)", message: "X"),
        BrokenKernel(
            name: "half the outputs unwritten", kind: .unwrittenOutput, sound: "d < 4; d++) out", broken: "d < 2; d++) out",
            message: "X"),
        BrokenKernel(
            name: "null pointer", kind: .nullPointer, sound: "int visible",
            broken: "device int* nowhere = nullptr; nowhere[lane] = 1; int visible", line: 16, message: "X"),
        BrokenKernel(
            name: "divergent barrier", kind: .barrierDivergence, sound: "int visible",
            broken: "if (query % 2 == 0) threadgroup_barrier(mem_flags::mem_threadgroup); int visible", line: 16, message: "X"),
        BrokenKernel(
            name: "too much threadgroup memory", kind: .launchLimit, sound: "int visible",
            broken: "threadgroup float big[8193]; big[lane] = 0; int visible", line: 9, message: "X"),
        BrokenKernel(
            name: "1025 threads", kind: .launchLimit, sound: "threadgroup: [32, 4, 1]", broken: "threadgroup: [1025, 1, 1]",
            line: 9, message: "X"),
        BrokenKernel(
            name: "one that returns the mean", kind: .wrong, sound: "exp(simd_sum(part) * 0.08838834764831845f)", broken: "1",
            message: "X"),
    ])
    func verdict(broken: BrokenKernel) async throws {
        let evaluator = try await Fixture.evaluator(Fixture.task("attention"))
        let result = await evaluator.evaluate(broken.candidate)
        #expect(result.verdict.kind == broken.kind)
        #expect(result.verdict.message == broken.message)
        #expect(result.verdict.line == broken.line)
        #expect(result.score == nil)
    }

    @Test("the sound kernel from which they are made is correct, also at the hold-out sizes")
    func sound() async throws {
        let evaluator = try await Fixture.evaluator(Fixture.task("attention"))
        let candidate = BrokenKernel(name: "none", kind: .correct, message: "").candidate
        #expect(await evaluator.evaluate(candidate).verdict.kind == .correct)
        #expect(await evaluator.verifyHoldout(candidate).kind == .correct)
    }
}
