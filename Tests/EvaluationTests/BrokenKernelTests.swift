import Evaluation
import Testing

@Suite struct BrokenKernelTests {
    @Test("each broken kernel gets its verdict and the words to repair it", arguments: BrokenKernel.dozen)
    func verdict(broken: BrokenKernel) async throws {
        let result = try await Fixture.attention.value.evaluate(broken.candidate)
        #expect(result.verdict.kind == broken.kind)
        #expect(result.verdict.message == broken.message)
        #expect(result.verdict.line == broken.line)
        #expect(result.score == nil)
    }

    @Test("the sound kernel from which they are made is correct, also at the hold-out sizes")
    func sound() async throws {
        let evaluator = try await Fixture.attention.value
        let candidate = BrokenKernel(name: "none", kind: .correct, message: "").candidate
        #expect(await evaluator.evaluate(candidate).verdict.kind == .correct)
        #expect(await evaluator.verifyHoldout(candidate).kind == .correct)
    }
}
