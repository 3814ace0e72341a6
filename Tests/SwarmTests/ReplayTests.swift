import Blackboard
import Foundation
import Swarm
import Testing
import TestSupport

@Suite struct ReplayTests {
    @Test("a replay makes every decision again, in either way", arguments: [false, true])
    func reproduces(trust: Bool) async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(rules: "window: 4\nstop: {evaluations: 12}")
            let path = folder.appending(path: "run").path
            let outcome = try await run.start(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator()))
            let before = try Data(contentsOf: URL(fileURLWithPath: path + "/journal.sqlite"))
            let evaluator = SyntheticEvaluator(salt: 9)
            let report = try await run.replay(
                runDirectory: path, trustEvaluations: trust, services: RunServices(evaluator: evaluator, jobs: 3))
            #expect(report.mismatch == nil)
            #expect(report.isReproduced)
            #expect(report.head == outcome.head)
            #expect(evaluator.calls.isEmpty == trust)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/journal.sqlite")) == before)
        }
    }

    @Test("an evaluator that measures otherwise is named by its first entry") func otherEvaluator() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(rules: "window: 4\nstop: {evaluations: 12}")
            let path = folder.appending(path: "run").path
            try await run.start(runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator()))
            let report = try await run.replay(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(skew: 1.5)))
            #expect(!report.isReproduced)
            let mismatch = try #require(report.mismatch)
            #expect(mismatch.kind == .evaluation)
            #expect(mismatch.description.hasPrefix("decision \(mismatch.number), of kind 'evaluation', differs: '"))
        }
    }

    @Test("a run in order of arrival is reproduced in the order that was journaled") func arrival() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(
                rules: "window: 4\norder: arrival\nstop: {evaluations: 14}")
            let path = folder.appending(path: "run").path
            let outcome = try await run.start(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(salt: 13), jobs: 4))
            for (jobs, salt) in [(1, 0), (4, 77)] {
                let report = try await run.replay(
                    runDirectory: path,
                    services: RunServices(evaluator: SyntheticEvaluator(salt: salt), jobs: jobs))
                #expect(report.mismatch == nil)
                #expect(report.head == outcome.head)
            }
        }
    }

    @Test("a stopped run is replayed as far as it came") func stopped() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(rules: "window: 4\nstop: {evaluations: 12}")
            let stop = StopSignal()
            let path = folder.appending(path: "run").path
            let outcome = try await run.start(
                runDirectory: path,
                services: RunServices(evaluator: SyntheticEvaluator(), stop: stop) { event in
                    if case .evaluated(5, _, _, _) = event { stop.request() }
                })
            let report = try await run.replay(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator()))
            #expect(report.isReproduced)
            #expect(report.head == outcome.head)
        }
    }

    @Test("a run in order of arrival that was stopped and resumed is reproduced as it went") func arrivalResumed()
        async throws
    {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(rules: "window: 4\norder: arrival\nstop: {evaluations: 10}")
            let stop = StopSignal()
            let path = folder.appending(path: "run").path
            try await run.start(
                runDirectory: path,
                services: RunServices(evaluator: SyntheticEvaluator(salt: 3), jobs: 3, stop: stop) { event in
                    if case .evaluated(4, _, _, _) = event { stop.request() }
                })
            let outcome = try await run.resume(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(salt: 8), jobs: 3))
            #expect(outcome.evaluations == 10)
            let report = try await run.replay(
                runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(), jobs: 1))
            #expect(report.isReproduced)
        }
    }
}
