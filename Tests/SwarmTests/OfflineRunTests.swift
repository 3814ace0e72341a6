import Blackboard
import Candidates
import Evaluation
import Foundation
import Swarm
import TestSupport
import Testing

@Suite struct OfflineRunTests {
    @Test("an offline team finds a fast kernel, and the folder holds it") func endToEnd() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run()
            let evaluator = SyntheticEvaluator()
            let path = folder.appending(path: "run").path
            let outcome = try await run.start(runDirectory: path, services: RunServices(evaluator: evaluator))
            #expect(outcome.reason == .evaluations)
            #expect(outcome.evaluations == 24)
            #expect(outcome.baselines.map(\.name) == ["naive", "competent"])
            let best = try #require(outcome.best)
            let score = try #require(best.result.score)
            #expect(score <= 6000 * 1.05)
            #expect(Set(evaluator.calls).count == evaluator.calls.count)
            #expect(FileManager.default.fileExists(atPath: path + "/journal.sqlite"))
            #expect(!FileManager.default.fileExists(atPath: path + "/journal.sqlite-wal"))
            let kernel = try String(contentsOfFile: path + "/best/kernel.metal", encoding: .utf8)
            #expect(kernel == best.candidate.bakedText)
            let launch = try String(contentsOfFile: path + "/best/launch.json", encoding: .utf8)
            #expect(launch.contains(#""threads":["n","1","1"]"#))
            for name in ["trace-summary", "baseline-trace-summary"] {
                let text = try String(contentsOfFile: path + "/best/\(name).txt", encoding: .utf8)
                #expect(text.contains("Bottleneck: memory-latency (70 %)"))
            }
            let anchor = try #require(try HeadAnchor.read(runDirectory: path))
            #expect(anchor.decision == outcome.head)
        }
    }

    @Test(
        "seed decides the head; jobs, order of completion and folder do not",
        arguments: [(1, 3), (2, 0), (2, 11), (4, 5), (4, 12)])
    func sameHead(jobs: Int, salt: Int) async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run()
            let first = try await run.start(
                runDirectory: folder.appending(path: "one").path,
                services: RunServices(evaluator: SyntheticEvaluator()))
            let second = try await run.start(
                runDirectory: folder.appending(path: "some/where/else").path,
                services: RunServices(evaluator: SyntheticEvaluator(salt: salt), jobs: jobs))
            #expect(first.head == second.head)
            let other = try RunFixture(root: folder).run(seed: 8)
            let third = try await other.start(
                runDirectory: folder.appending(path: "three").path,
                services: RunServices(evaluator: SyntheticEvaluator()))
            #expect(first.head != third.head)
        }
    }
}
