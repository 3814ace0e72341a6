import Candidates
import Evaluation
import Testing

@Suite struct PlanTests {
    /// A change to the sound kernel's plan or parameters, and what the user is told.
    struct Misfit: Sendable {
        /// What is replaced.
        let sound: String
        /// What stands in its place.
        let broken: String
        /// The message.
        let message: String

        /// A line added to the launch.
        static func adding(_ line: String, _ message: String) -> Misfit {
            let last = "threadgroup: [32, 4, 1]"
            return Misfit(sound: last, broken: "\(last)\n    \(line)", message: message)
        }
    }

    /// The misfits.
    static let misfits = [
        Misfit(
            sound: "kernel: attend", broken: "kernel: atend",
            message: """
                kernel.metal:5:13: error: the launch plan names kernel 'atend', which the text does not have
                  5 |   - kernel: atend
                    |             ^
                    = did you mean 'attend'?
                """),
        .adding(
            "arguments: {querys: q}",
            """
            kernel.metal:8:25: error: kernel 'attend' has no parameter 'querys'
              8 |     arguments: {querys: q}
                |                         ^
                = its parameters are 'q', 'k', 'v', 'out', 'q_heads', 'kv_heads', 'q_len', 'kv_len', 'place'
            """),
        .adding(
            "arguments: {k: 7, v: vv}",
            """
            kernel.metal:8:26: error: 'vv' is no buffer, temporary, size or tunable
              8 |     arguments: {k: 7, v: vv}
                |                          ^
                = did you mean 'v'?
            """),
        .adding(
            "arguments: {k: 7}",
            """
            kernel.metal:8:20: error: parameter 'k' of kernel 'attend' needs a buffer and is given a number
              8 |     arguments: {k: 7}
                |                    ^
            """),
        .adding(
            "threadgroup_memory: {0: 64}",
            """
            kernel.metal:5:13: error: kernel 'attend' has no parameter with [[threadgroup(0)]]
              5 |   - kernel: attend
                |             ^
                = 'threadgroup_memory' gives sizes to such parameters only
            """),
        Misfit(
            sound: "uint3 place", broken: "constant int& tokens [[buffer(8)]], uint3 place",
            message: """
                kernel.metal:9:1: error: parameter 'tokens' of kernel 'attend' is not bound
                  9 | kernel void attend(
                    | ^
                    = add it to the launch's 'arguments'
                """),
        Misfit(
            sound: "uint3 place", broken: "threadgroup float* shared [[threadgroup(1)]], uint3 place",
            message: """
                kernel.metal:5:13: error: threadgroup buffer 'shared' of kernel 'attend' has no size
                  5 |   - kernel: attend
                    |             ^
                    = add 'threadgroup_memory: {1: BYTES}' to the launch
                """),
        Misfit(
            sound: "threadgroup: [32, 4, 1]", broken: "threadgroup: [32, kv_len - 37, 1]",
            message: """
                kernel.metal:7:23: error: the threadgroup size of kernel 'attend' along y is -4, from 'kv_len - 37'
                  7 |     threadgroup: [32, kv_len - 37, 1]
                    |                       ^
                    = it must be positive; 'when' switches a launch off
                """),
        Misfit(
            sound: "/* launch-plan", broken: "/* plan",
            message: """
                kernel.metal:1:1: error: the kernel has no launch plan
                  1 | #include <metal_stdlib>
                    | ^
                    = add a comment '/* launch-plan' with 'launches:'
                """),
    ]

    @Test("a plan that does not fit its kernel is told where and how", arguments: misfits)
    func misfit(misfit: Misfit) async throws {
        let kernel = BrokenKernel(
            name: "", kind: .badPlan, sound: misfit.sound, broken: misfit.broken, message: misfit.message)
        let verdict = try await Fixture.attention.value.evaluate(kernel.candidate).verdict
        #expect(verdict.kind == .badPlan)
        #expect(verdict.message == misfit.message)
        #expect(verdict.line != nil)
    }
}
