import Candidates
import Evaluation
import Foundation
import Testing

@Suite struct EvaluatorTests {
    /// A result as bytes.
    private func encoded(_ result: EvaluationResult) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(result)
    }

    @Test("a baseline against itself gives exactly 1", arguments: ["attention", "matmul"])
    func selfComparison(name: String) async throws {
        let task = try Fixture.task(name)
        let evaluator = try await Fixture.evaluator(task, sizes: [name == "attention" ? "decode-2048" : "square-512"])
        for kernel in [task.naive, task.competent] {
            let first = await evaluator.evaluate(task.candidate(for: kernel))
            let second = await evaluator.evaluate(task.candidate(for: kernel))
            #expect(Evaluator.speedup(of: first, over: second) == 1)
        }
    }

    @Test("a result does not depend on lanes, threads, order or the evaluator that finds it")
    func determinism() async throws {
        let task = try Fixture.task("matmul")
        let space = try DesignSpace(parsing: task.start.text, file: task.start.file, constants: task.constants)
        let points = [
            space.defaultPoint, try space.point(overriding: ["METHOD": 1]),
            try space.point(overriding: ["METHOD": 1, "TM": 4, "TN": 4, "VECTOR": 4]),
            try space.point(overriding: ["METHOD": 2, "BM": 32, "BN": 32]),
        ]
        let candidates = points.map { Candidate(text: task.start.text, point: $0, origin: .point) }
        let one = try await Fixture.evaluator(task, lanes: 1, sizes: ["square-512"]).evaluateAll(candidates)
        let two = try await Fixture.evaluator(task, lanes: 2, threads: 2, sizes: ["square-512"])
            .evaluateAll(candidates.reversed())
        #expect(one.count == candidates.count)
        for (left, right) in zip(one, two.reversed()) {
            #expect(left.verdict.kind == .correct)
            #expect(try encoded(left) == encoded(right))
        }
        let scores = Set(one.compactMap(\.score))
        #expect(scores.count == candidates.count)
    }

    @Test("another seed gives other samples and nearly the same time")
    func seeds() async throws {
        let task = try Fixture.task("attention")
        let candidate = task.candidate(for: task.competent)
        var scores: [Double] = []
        for seed in [1, 2] as [UInt64] {
            let evaluator = try await Fixture.evaluator(task, seed: seed, sizes: ["prefill-512"])
            scores.append(try #require(await evaluator.evaluate(candidate).score))
        }
        #expect(scores[0] != scores[1])
        #expect(abs(scores[0] / scores[1] - 1) < 0.05)
    }

    @Test("a kernel that does less at a timed size is found")
    func cheating() async throws {
        let task = try Fixture.task("attention")
        let evaluator = try await Fixture.evaluator(task, sizes: ["decode-2048"])
        let line = "int lane = place.x, query"
        let lazy = BrokenKernel(
            name: "skips the timed size", kind: .unwrittenOutput, sound: line,
            broken: "if (kv_len == 2048) return; \(line)", message: "")
        let skipped = await evaluator.evaluate(lazy.candidate).verdict
        #expect(skipped.kind == .unwrittenOutput)
        #expect(
            skipped.message == """
                output 'out' is not written completely: the threadgroups executed wrote 0 of its 2048 elements
                  at size 'decode-2048': head_dim=128 kv_heads=8 kv_len=2048 q_heads=16 q_len=1
                """)
        let hasty = BrokenKernel(
            name: "sees half of the keys", kind: .wrong, sound: "int visible = kv_len - q_len",
            broken: "int visible = (kv_len == 2048 ? 1024 : kv_len) - q_len", message: "")
        #expect(await evaluator.evaluate(hasty.candidate).verdict.kind == .wrong)
    }

    @Test("plans that would exhaust the host are refused")
    func hostilePlans() async throws {
        let evaluator = try await Fixture.attention.value
        func verdict(_ sound: String, _ broken: String) async -> Verdict {
            let kernel = BrokenKernel(name: "", kind: .launchLimit, sound: sound, broken: broken, message: "")
            return await evaluator.evaluate(kernel.candidate).verdict
        }
        let crowded = await verdict("threads: [32, q_len, q_heads]", "threads: [32, q_len * 10000000, 10]")
        #expect(crowded.kind == .launchLimit)
        #expect(
            crowded.message == """
                kernel.metal:9:1: error: kernel 'attend' is launched with 825000000 threadgroups; at most 4194304 are \
                allowed
                  9 | kernel void attend(
                    | ^
                """)
        let greedy = await verdict(
            "launches:\n", "temporaries:\n  - {name: heap, type: f32, count: 268435457}\nlaunches:\n")
        #expect(
            greedy.message == """
                the temporaries of the launch plan take 1073741828 bytes; at most 1073741824 are allowed
                  at size 'odd-prefill': head_dim=128 kv_heads=1 kv_len=33 q_heads=5 q_len=33
                """)
    }

    @Test("a kernel that is right in one build only relies on undefined behaviour")
    func undefinedBehaviour() async throws {
        let evaluator = try await Fixture.attention.value
        let overflowing = BrokenKernel(
            name: "overflows", kind: .undefinedBehaviour, sound: "float total = 0,",
            broken: "int top = 0x7fffffff - (kv_len >> 20); float total = top + 1 > top ? 0 : 1,", message: "")
        let verdict = await evaluator.evaluate(overflowing.candidate).verdict
        #expect(verdict.kind == .undefinedBehaviour)
        #expect(
            verdict.message.hasPrefix(
                "relies on undefined behaviour: it is right when optimised and fails when barely optimised: "
                    + "output 'out' is wrong: "))
    }
}
