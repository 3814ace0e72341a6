import Candidates
import Evaluation
import Testing

@Suite struct PlanTests {
    /// The verdict about the sound kernel with some text replaced.
    private func verdict(_ sound: String, _ broken: String) async throws -> Verdict {
        let evaluator = try await Fixture.evaluator(Fixture.task("attention"))
        let kernel = BrokenKernel(name: "", kind: .badPlan, sound: sound, broken: broken, message: "")
        return await evaluator.evaluate(kernel.candidate).verdict
    }

    @Test("a plan that does not fit its kernel is told where and how", arguments: [
        ("kernel: attend", "kernel: atend", "X"),
        ("threadgroup: [32, 4, 1]", "threadgroup: [32, 4, 1]\n    arguments: {querys: q}", "X"),
        ("constant int& q_len [[buffer(6)]]", "constant int& length [[buffer(6)]]", "X"),
        ("threadgroup: [32, 4, 1]", "threadgroup: [32, 4, 1]\n    arguments: {k: 7, q_len: v}", "X"),
        ("threadgroup: [32, 4, 1]", "threadgroup: [32, kv_len - 37, 1]", "X"),
        ("threadgroup: [32, 4, 1]", "threadgroup: [32, 4, 1]\n    threadgroup_memory: {0: 64}", "X"),
        ("/* launch-plan", "/* plan", "X"),
    ])
    func misfits(sound: String, broken: String, message: String) async throws {
        let found = try await verdict(sound, broken)
        #expect(found.kind == .badPlan)
        #expect(found.message == message)
        #expect(found.line != nil)
    }
}
