import Blackboard
import Foundation
import Swarm
import Synchronization
import Testing
import TestSupport

@Suite struct ResumeTests {
    /// Copies the files of a run as a killed process would leave them.
    static func snapshot(_ path: String, to copy: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: path) where name != "run.lock" {
            try files.copyItem(atPath: path + "/" + name, toPath: copy + "/" + name)
        }
    }

    @Test("a run killed after any decision goes on to the same head, and repeats no journaled evaluation")
    func killedAnywhere() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(
                rules: "window: 3\nstop: {evaluations: 6}\npopulation: {islands: 2, size: 3}")
            let path = folder.appending(path: "whole").path
            let images = Mutex<[String]>([])
            let services = RunServices(evaluator: SyntheticEvaluator(salt: 5), jobs: 2) { event in
                guard case .posted(let entry) = event else { return }
                let image = folder.appending(path: "image-\(entry.chainSeq)").path
                #expect(throws: Never.self) { try Self.snapshot(path, to: image) }
                images.withLock { $0.append(image) }
            }
            let whole = try await run.start(runDirectory: path, services: services)
            let all = images.withLock { $0 }
            #expect(all.count == whole.head.count)
            for (index, image) in all.enumerated() {
                let evaluator = SyntheticEvaluator(salt: index)
                let journaled = try await Self.evaluated(image, upTo: index + 1)
                let resumed = try await run.resume(
                    runDirectory: image, services: RunServices(evaluator: evaluator, jobs: 1 + index % 3))
                #expect(resumed.head == whole.head, "killed after decision \(index + 1)")
                #expect(resumed.reason == whole.reason)
                #expect(journaled.isDisjoint(with: evaluator.calls), "killed after decision \(index + 1)")
            }
        }
    }

    @Test("a killed run with a model to ask does not ask again what was answered, in either journal chain")
    func killedWithModel() async throws {
        try await TemporaryDirectory.with { folder in
            let team = """
                agents:
                  - {agent: explorer}
                  - agent: optimizer
                    overrides: {model: server, settings: {depth: 2}}
                  - {agent: critic}
                models:
                  server: {provider: openai-compatible, base_url: "http://127.0.0.1:9/v1", model: none}
                """
            let run = try RunFixture(root: folder).run(team: team, rules: "window: 3\nstop: {evaluations: 5}")
            let path = folder.appending(path: "whole").path
            let images = Mutex<[String]>([])
            let services = RunServices(
                evaluator: SyntheticEvaluator(salt: 5), models: ["server": ScriptedModel()], jobs: 2
            ) { event in
                guard case .posted(let entry) = event else { return }
                let image = folder.appending(path: "image-\(entry.chainSeq)").path
                #expect(throws: Never.self) { try Self.snapshot(path, to: image) }
                images.withLock { $0.append(image) }
            }
            let whole = try await run.start(runDirectory: path, services: services)
            #expect(whole.evaluations == 5)
            for image in images.withLock({ $0 }) {
                let model = ScriptedModel()
                let copy = image + "-read"
                try Self.snapshot(image, to: copy)
                let board = try Blackboard(runDirectory: copy)
                let answered = try await board.allEntries().filter { $0.kind == .usage }.compactMap {
                    try $0.json()["request"]?.stringValue
                }
                let resumed = try await run.resume(
                    runDirectory: image,
                    services: RunServices(evaluator: SyntheticEvaluator(), models: ["server": model]))
                #expect(resumed.head == whole.head)
                #expect(Set(model.requests).isDisjoint(with: answered))
            }
        }
    }

    /// The candidates whose evaluation the journal of a killed run holds.
    private static func evaluated(_ path: String, upTo count: Int) async throws -> Set<String> {
        let copy = path + "-read"
        try snapshot(path, to: copy)
        let board = try Blackboard(runDirectory: copy)
        let decisions = await board.allEntries().filter { $0.chain == .decision }
        #expect(decisions.count == count)
        return Set(
            try decisions.filter { $0.kind == .evaluation }.compactMap { try $0.json()["candidate"]?.stringValue })
    }

    @Test("a stop signal ends cleanly, is noted, and the rest gives the uninterrupted head", arguments: [1, 4, 9])
    func stopAndResume(after count: Int) async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(
                rules: "window: 4\nstop: {evaluations: 14}\npopulation: {islands: 1}")
            let whole = try await run.start(
                runDirectory: folder.appending(path: "whole").path,
                services: RunServices(evaluator: SyntheticEvaluator()))
            let stop = StopSignal()
            let path = folder.appending(path: "stopped").path
            let first = SyntheticEvaluator(salt: 3)
            let services = RunServices(evaluator: first, jobs: 2, stop: stop) { event in
                if case .evaluated(count, _, _, _) = event { stop.request() }
            }
            let stopped = try await run.start(runDirectory: path, services: services)
            #expect(stopped.reason == .interrupted)
            #expect(!stopped.isComplete)
            #expect(stopped.evaluations == count)
            #expect(stopped.head.count < whole.head.count)
            #expect(!FileManager.default.fileExists(atPath: path + "/journal.sqlite-wal"))
            let second = SyntheticEvaluator()
            let resumed = try await run.resume(runDirectory: path, services: RunServices(evaluator: second))
            #expect(resumed.head == whole.head)
            let board = try Blackboard(runDirectory: path)
            let observed = await board.allEntries().filter { $0.chain == .observation }.map(\.kind)
            #expect(observed.contains(.interrupt) && observed.contains(.resume))
            try await board.finish()
            let again = try await run.resume(runDirectory: path, services: RunServices(evaluator: second))
            #expect(again.head == whole.head)
            #expect(again.best?.candidate == whole.best?.candidate)
        }
    }

    @Test("a second process on the run is refused") func locked() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run()
            let path = folder.appending(path: "run").path
            let holder = try Blackboard(runDirectory: path)
            let error = await #expect(throws: JournalError.self) {
                try await run.resume(runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator()))
            }
            #expect(error?.code == .locked)
            #expect(error?.message.hasPrefix("run '\(path)' is in use by process ") == true)
            try await holder.finish()
        }
    }

    @Test("a changed goal is refused in words") func changedGoal() async throws {
        try await TemporaryDirectory.with { folder in
            let fixture = try RunFixture(root: folder)
            let run = try fixture.run(rules: "window: 2\nstop: {evaluations: 3}")
            let path = folder.appending(path: "run").path
            let services = RunServices(evaluator: SyntheticEvaluator())
            let outcome = try await run.start(runDirectory: path, maxEvaluations: 2, services: services)
            #expect(outcome.evaluations == 2)
            // Seed and number of evaluations are the run's own.
            let sameRun = try fixture.run(rules: "window: 2\nstop: {evaluations: 9}", seed: 99)
            #expect(try await sameRun.resume(runDirectory: path, services: services).head == outcome.head)
            var other = try fixture.run(rules: "window: 3\nstop: {evaluations: 3}")
            other.brief.compilerIdentity = "clang 22"
            let error = await #expect(throws: SwarmError.self) {
                try await other.resume(runDirectory: path, services: services)
            }
            #expect(
                error?.message
                    == "this run began with another goal: the compiler was '\"clang 21\"', is '\"clang 22\"'; the "
                    + "configuration at 'window' was '2', is '3'. Undo the change to go on, or start a new run")
            let empty = await #expect(throws: SwarmError.self) {
                try await run.resume(runDirectory: folder.appending(path: "none").path, services: services)
            }
            #expect(empty?.message == "'\(folder.path)/none' holds no run")
            let taken = await #expect(throws: SwarmError.self) {
                try await run.start(runDirectory: path, services: services)
            }
            #expect(taken?.message == "'\(path)' holds a run already; resume it or choose another folder")
        }
    }
}
