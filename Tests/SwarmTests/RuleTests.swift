import AgentModels
import Blackboard
import Foundation
import Swarm
import Testing
import TestSupport

@Suite struct RuleTests {
    /// Runs the offline team under rules.
    private func outcome(
        _ rules: String, team: String = RunFixture.offlineTeam, evaluator: SyntheticEvaluator = SyntheticEvaluator(),
        models: [String: any AgentModel] = [:]
    ) async throws -> (RunOutcome, [Entry]) {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(team: team, rules: rules)
            let path = folder.appending(path: "run").path
            let outcome = try await run.start(
                runDirectory: path, services: RunServices(evaluator: evaluator, models: models, jobs: 2))
            let board = try Blackboard(runDirectory: path)
            let entries = await board.allEntries()
            try await board.finish()
            return (outcome, entries)
        }
    }

    @Test("a run ends when nothing gets better") func noImprovement() async throws {
        let (outcome, entries) = try await outcome("window: 2\nstop: {no_improvement: 6}")
        #expect(outcome.reason == .noImprovement)
        let bests = try entries.filter { $0.kind == .verdict }.compactMap { try $0.json()["outcome"]?.stringValue }
        #expect(bests.suffix(6).allSatisfy { $0 != "best" })
        #expect(entries.last { $0.chain == .decision }?.kind == .end)
    }

    @Test("a run ends at the speed-up asked for") func speedup() async throws {
        // The competent baseline takes 45 000 ns by the formula, which has a point of 6000 ns.
        let (outcome, _) = try await outcome("stop: {evaluations: 60, speedup_over_competent: 2}")
        #expect(outcome.reason == .speedup)
        #expect(try #require(outcome.speedup(over: "competent")) >= 2)
        #expect(outcome.evaluations < 60)
    }

    @Test("a budget of proposals holds, and a run without proposers ends") func proposalBudget() async throws {
        let team = """
            agents:
              - agent: explorer
                overrides: {budget: {proposals: 5}}
              - agent: optimizer
                overrides: {budget: {proposals: 3}}
            """
        let (outcome, entries) = try await outcome("stop: {evaluations: 60}", team: team)
        #expect(outcome.reason == .exhausted)
        let authors = entries.filter { $0.kind == .proposal }.map(\.author)
        #expect(authors.count { $0 == "explorer" } == 5)
        #expect(authors.count { $0 == "optimizer" } == 3)
    }

    @Test("budgets of requests and tokens hold", arguments: ["requests: 3", "tokens: 2500"])
    func requestBudget(budget: String) async throws {
        let team = """
            agents:
              - {agent: explorer}
              - agent: optimizer
                overrides: {model: server, budget: {\(budget)}, max_tokens: 900}
            models:
              server: {provider: openai-compatible, base_url: "http://127.0.0.1:9/v1", model: none}
            """
        let model = ScriptedModel()
        let (outcome, entries) = try await outcome(
            "window: 4\nstop: {evaluations: 16}", team: team, models: ["server": model])
        #expect(outcome.reason == .evaluations)
        #expect(entries.count { $0.kind == .request } == 3)
        #expect(model.requests.count == 3)
    }

    @Test("shares of tickets follow the weights, in runs of batch and depth") func schedule() async throws {
        let team = """
            agents:
              - agent: explorer
                overrides: {weight: 1, settings: {batch: 3}}
              - agent: optimizer
                overrides: {weight: 2, settings: {depth: 2}}
            """
        let (_, entries) = try await outcome("window: 1\nstop: {evaluations: 18}", team: team)
        let holders = try entries.filter { $0.kind == .ticket }.compactMap { try $0.json()["agent"]?.stringValue }
        #expect(holders.prefix(9).map { $0.prefix(1) }.joined() == "eeeoooooo")
        #expect(holders.count { $0 == "optimizer" } == 12)
    }

    @Test("elites move between islands after as many tickets as an island keeps") func migration() async throws {
        let (_, entries) = try await outcome("stop: {evaluations: 16}\npopulation: {islands: 3, size: 5}")
        let migrations = try entries.filter { $0.kind == .migration }.map { try $0.json() }
        #expect(!migrations.isEmpty)
        #expect(migrations.allSatisfy { ($0["to"]?.intValue ?? 0) == (($0["from"]?.intValue ?? 0) + 1) % 3 })
    }

    @Test("a ticket's holder sees the results of all tickets up to the window, and no others", arguments: [1, 3, 5])
    func window(size: Int) async throws {
        let (_, entries) = try await outcome("window: \(size)\nstop: {evaluations: 12}")
        var closed: Set<Int> = []
        for entry in entries where entry.chain == .decision {
            let payload = try entry.json()
            guard let ticket = payload["ticket"]?.intValue else { continue }
            if entry.kind == .ticket { #expect(closed == Set(1..<max(1, ticket - size + 1))) }
            if payload["about"]?.stringValue == "ticket" { closed.insert(ticket) }
        }
        #expect(closed.count >= 12)
    }

    @Test("every agent's cursor ends at the last entry it reads, each read once") func cursors() async throws {
        try await TemporaryDirectory.with { folder in
            let run = try RunFixture(root: folder).run(rules: "stop: {evaluations: 8}")
            let path = folder.appending(path: "run").path
            try await run.start(runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator()))
            let board = try Blackboard(runDirectory: path)
            for agent in ["explorer", "optimizer", "critic", "profiler", "judge-novelty"] {
                #expect(try await board.pending(agent).isEmpty, "\(agent)")
            }
            try await board.finish()
        }
    }

    @Test("a server that fails costs its agent the tickets, not the run") func failingServer() async throws {
        try await FakeOpenAIServer.serve([]) { server in
            let team = """
                agents:
                  - {agent: explorer}
                  - agent: optimizer
                    overrides: {model: server}
                models:
                  server: {provider: openai-compatible, base_url: "\(server.baseURL)", model: fake-1, retries: 0}
                """
            try await TemporaryDirectory.with { folder in
                let run = try RunFixture(root: folder).run(team: team, rules: "window: 1\nstop: {evaluations: 12}")
                let models = try ModelFactory.models(
                    for: run.configuration, projectRoot: folder, runDirectory: folder.path)
                let outcome = try await run.start(
                    runDirectory: folder.appending(path: "run").path,
                    services: RunServices(evaluator: SyntheticEvaluator(), models: models))
                #expect(outcome.reason == .evaluations)
                #expect(outcome.rejections["model-failure"] == 3)
                #expect(server.requests.count == 3)
                let none = await #expect(throws: SwarmError.self) {
                    try await run.start(
                        runDirectory: folder.appending(path: "two").path,
                        services: RunServices(evaluator: SyntheticEvaluator()))
                }
                #expect(none?.message == "nothing answers for the model 'server' of agent 'optimizer'")
            }
        }
    }

    @Test("judges that say nothing readable abstain, and the others' weights count", arguments: [true, false])
    func abstention(inFavour: Bool) async throws {
        let responder: FakeOpenAIServer.Responder = { _, number in
            .completion(
                number % 2 == 0
                    ? "I cannot decide." : #"{"score": \#(inFavour ? 0.9 : 0.1), "suspicious": true, "reason": "so"}"#)
        }
        try await FakeOpenAIServer.serve(by: responder) { server in
            try await TemporaryDirectory.with { folder in
                let fixture = try RunFixture(root: folder)
                for judge in ["judge-a", "judge-b"] {
                    try fixture.write(
                        "agents/\(judge).yaml",
                        """
                        version: 1
                        name: \(judge)
                        role: judge
                        model: server
                        models:
                          server: {provider: openai-compatible, base_url: "\(server.baseURL)", model: f, retries: 0}
                        """)
                }
                let team = """
                    agents: [{agent: explorer}]
                    council:
                      judges: [{agent: judge-a, weight: 5}, {agent: judge-b, weight: 1}]
                      quorum: 1
                    """
                let run = try fixture.run(team: team, rules: "window: 1\nstop: {evaluations: 2, no_improvement: 4}")
                let models = try ModelFactory.models(
                    for: run.configuration, projectRoot: folder, runDirectory: folder.path)
                let path = folder.appending(path: "run").path
                let outcome = try await run.start(
                    runDirectory: path, services: RunServices(evaluator: SyntheticEvaluator(), models: models))
                let board = try Blackboard(runDirectory: path)
                let gates = try await board.allEntries().filter { $0.kind == .verdict && $0.author == "council" }
                    .map { try $0.json() }
                try await board.finish()
                #expect(gates.allSatisfy { $0["abstentions"] == 1 && $0["votes"] == 1 && $0["suspicious"] == 1 })
                #expect(gates.allSatisfy { $0["share"]?.doubleValue == (inFavour ? 1 : 0) })
                if inFavour {
                    #expect(outcome.evaluations == 2)
                } else {
                    #expect(outcome.evaluations == 0)
                    #expect(outcome.reason == .stalled)
                    #expect(outcome.rejections["council"] == gates.count)
                }
            }
        }
    }
}
