import AgentModels
import Blackboard
import Candidates
import Evaluation
import Foundation
import Swarm
import Synchronization
import Testing
import TestSupport

@Suite struct LiveRunTests {
    /// One manual explorer and one optimizer on a server, beside the offline ones.
    private static func team(_ baseURL: String, critic: String = "offline") -> String {
        """
        agents:
          - {agent: explorer}
          - agent: explorer
            overrides: {model: manual, settings: {batch: 1}}
          - agent: optimizer
            overrides: {model: server, settings: {depth: 2}}
          - {agent: optimizer}
          - {agent: critic}
          - agent: profiler
            overrides: {model: server}
        council:
          judges: [{agent: judge-correctness}, {agent: judge-performance}, {agent: judge-novelty}]
        models:
          server: {provider: openai-compatible, base_url: "\(baseURL)", model: fake-1, retries: 0}
        """
    }

    /// A whole kernel whose one line is `line`.
    private static func kernel(_ line: String) -> String {
        "```metal\n" + RunFixture.kernel.replacingOccurrences(of: "out[i] = in[i];", with: line) + "\n```\n"
    }

    /// Plays the server: an unreadable reply, a wrong kernel when it is mended, its repair, then better ones.
    private static func respond(_ request: FakeOpenAIServer.Request, _ number: Int) -> FakeOpenAIServer.Response {
        let body = String(decoding: request.body, as: UTF8.self)
        if body.contains("the profiler in a team") {
            return .completion(#"{"bottleneck": "memory latency, 70 %", "change": "raise A"}"#)
        }
        if body.contains("SYNTAX ERROR") { return .completion(kernel("out[i] = in[i] * 1; FASTER(\(number));")) }
        if body.contains("about the weather") { return .completion(kernel("SYNTAX ERROR;")) }
        // The first ticket of this agent is one that sees nothing of its own.
        return body.contains("FASTER")
            ? .completion(kernel("FASTER(\(number)); out[i] = in[i];"))
            : .completion("I would rather talk about the weather.")
    }

    /// Answers a manual queue's requests as they appear, until cancelled.
    private static func answerQueue(_ folder: URL) async {
        while !Task.isCancelled {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for name in names.sorted() where name.hasSuffix(".request.md") {
                let id = name.dropLast(".request.md".count)
                let answer = folder.appending(path: "\(id).answer.md")
                if FileManager.default.fileExists(atPath: answer.path) { continue }
                let kernel = RunFixture.kernel.replacingOccurrences(
                    of: "out[i] = in[i];", with: "out[i] = in[i]; int note_\(id.filter(\.isNumber)) = 0;")
                try? Data("```metal\n\(kernel)\n```\n".utf8).write(to: answer, options: .atomic)
            }
            await Task.yield()
        }
    }

    /// Models for a run: the real ones, the queue looked at as often as the scheduler allows.
    private static func models(_ run: SwarmRun, _ folder: URL, path: String) throws -> [String: any AgentModel] {
        var models = try ModelFactory.models(
            for: run.configuration, projectRoot: folder, runDirectory: path)
        let ticks = QueueTicks {
            AsyncStream {
                await Task.yield()
                return Task.isCancelled ? nil : ()
            }
        }
        models["manual"] = ManualModel(folder: URL(fileURLWithPath: path).appending(path: "queue"), ticks: ticks)
        return models
    }

    @Test(
        "a manual and a served agent beside offline ones: mended, repaired, replayed", arguments: ["ticket", "arrival"])
    func mixedTeam(order: String) async throws {
        try await TemporaryDirectory.with { folder in
            try await FakeOpenAIServer.serve(by: Self.respond) { server in
                let run = try RunFixture(root: folder).run(
                    team: Self.team(server.baseURL),
                    rules: "window: 4\norder: \(order)\nstop: {evaluations: 22}\npopulation: {islands: 2, size: 4}")
                let path = folder.appending(path: "run").path
                let models = try Self.models(run, folder, path: path)
                let answering = Task { await Self.answerQueue(folder.appending(path: "run/queue")) }
                defer { answering.cancel() }
                let outcome = try await run.start(
                    runDirectory: path,
                    services: RunServices(evaluator: SyntheticEvaluator(salt: 2), models: models, jobs: 2))
                answering.cancel()
                #expect(outcome.evaluations == 22)
                #expect((outcome.rejections["compile-error"] ?? 0) >= 1)
                #expect(outcome.rejections["unreadable-reply"] == nil)
                let best = try #require(outcome.best)
                #expect(best.candidate.text.contains("FASTER"))

                let board = try Blackboard(runDirectory: path)
                let entries = await board.allEntries()
                let purposes = try entries.filter { $0.kind == .request }.compactMap {
                    try $0.json()["purpose"]?.stringValue
                }
                #expect(purposes.contains("proposal") && purposes.contains("hint"))
                #expect(purposes.contains("mend"))
                #expect(purposes.contains("repair"))
                let edits = try entries.filter { $0.kind == .proposal }.filter {
                    try $0.json()["origin"]?.stringValue == "edit"
                }
                #expect(Set(edits.map(\.author)) == ["explorer-2", "optimizer-1"])
                // What a model wrote is searched on by the embedded agents.
                var searched: Set<String> = []
                for entry in entries where entry.kind == .proposal {
                    let payload = try entry.json()
                    guard payload["origin"] == "point", let kernel = payload["kernel"]?.bodyReference else { continue }
                    let text = try #require(try await board.body(kernel))
                    if String(decoding: text, as: UTF8.self).contains("FASTER") { searched.insert(entry.author) }
                }
                #expect(!searched.isEmpty)
                let revision = try #require(entries.first { $0.kind == .revision })
                let failed = try #require(try revision.json()["parent"]?.stringValue)
                let verdicts = try entries.filter { $0.kind == .evaluation }.filter {
                    try $0.json()["candidate"]?.stringValue == failed
                }
                #expect(try verdicts.first?.json()["verdict"]?["kind"]?.stringValue == "compile-error")
                #expect(entries.contains { $0.kind == .usage } && entries.contains { $0.kind == .latency })
                try await board.finish()

                let profiled = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
                    .filter { $0.contains("the profiler in a team") }
                #expect(profiled.contains { $0.contains("Against the kernel it was made from: ") })

                let asked = server.requests.count
                let report = try await run.replay(
                    runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(salt: 8), jobs: 3))
                #expect(report.mismatch == nil)
                #expect(report.head == outcome.head)
                #expect(server.requests.count == asked)
            }
        }
    }

    @Test("a reply changed in the record is named by the first decision that differs") func tamperedReply() async throws
    {
        try await TemporaryDirectory.with { folder in
            try await FakeOpenAIServer.serve(by: Self.respond) { server in
                let team = """
                    agents:
                      - agent: optimizer
                        overrides: {model: server}
                    models:
                      server: {provider: openai-compatible, base_url: "\(server.baseURL)", model: fake-1, retries: 0}
                    """
                let run = try RunFixture(root: folder).run(team: team, rules: "window: 2\nstop: {evaluations: 4}")
                let path = folder.appending(path: "run").path
                try await run.start(
                    runDirectory: path,
                    services: RunServices(
                        evaluator: SyntheticEvaluator(), models: try Self.models(run, folder, path: path)))
                let forged = folder.appending(path: "forged").path
                try await Self.forge(path, into: forged)
                let report = try await run.replay(
                    runDirectory: forged, services: RunServices(evaluator: SyntheticEvaluator()))
                let mismatch = try #require(report.mismatch)
                #expect(mismatch.kind == .proposal || mismatch.kind == .request)
                #expect(mismatch.description.contains(" differs: "))
            }
        }
    }

    /// Writes a run anew with its last reply changed, all hashes right.
    private static func forge(_ path: String, into forged: String) async throws {
        let source = try Blackboard(runDirectory: path)
        let target = try Blackboard(runDirectory: forged)
        let decisions = await source.allEntries().filter { $0.chain == .decision }
        let last = decisions.last { $0.kind == .reply }?.chainSeq
        for entry in decisions {
            var payload = try entry.json()
            var bodies: [Data] = []
            for fingerprint in payload.bodyReferences.sorted(by: { $0.hex < $1.hex }) {
                bodies.append(try #require(try await source.body(fingerprint)))
            }
            if entry.chainSeq == last, case .object(var members) = payload {
                let other = Data(kernel("out[i] = 2 * in[i];").utf8)
                members["text"] = .reference(to: other)
                payload = .object(members)
                bodies = [other]
            }
            try await target.post(
                Draft(entry.kind, by: entry.author, causes: entry.causes, payload: payload, bodies: bodies))
        }
        try await source.finish()
        try await target.finish()
    }
}
