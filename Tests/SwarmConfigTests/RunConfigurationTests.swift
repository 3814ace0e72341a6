import Foundation
import StrictYAML
import SwarmConfig
import Testing

@Suite("Loading a run")
struct RunConfigurationTests {
    @Test("a run resolves its team, council, prompts, task and chip")
    func resolves() throws {
        let fixture = try ProjectFixture()
        let run = try fixture.load()
        #expect(run.team.agents.map(\.id) == ["explorer-1", "explorer-2"])
        #expect(run.team.council?.judges.map(\.agent.id) == ["judge"])
        #expect(run.team.council?.quorum == 1)
        #expect(run.prompts.map(\.path) == ["prompts/explorer.mustache", "prompts/judge.mustache"])
        #expect(run.prompts.first?.text == "Propose a kernel for {{gpu}}.\n")
        #expect(run.task.path == "configs/tasks/attention")
        #expect(run.gpu.url == fixture.root.appendingPathComponent("configs/gpus/m1-pro.yaml"))
        #expect(run.models.map(\.name) == ["offline"])
    }

    @Test("the description is canonical, and holds no path of the host and no variable's value")
    func description() throws {
        let run = """
            version: 1
            name: run
            team: small
            task: ${TASK:-attention}
            gpu: m1-pro
            seed: ${SEED}
            stop: {speedup_over_competent: 1.5, evaluations: 10}
            models:
              server: {provider: openai-compatible, base_url: "${URL}", model: m, api_key_env: MY_KEY, price: {input: 0.25, output: 2}}
            """
        let agent = "version: 1\nname: explorer\nrole: explorer\nmodel: server\ntemperature: 0.5\n"
        let environment = ["SEED": "9", "URL": "http://private.example/v1", "MY_KEY": "very-secret"]
        let files = ["configs/run.yaml": run, "agents/explorer.yaml": agent]
        let one = try ProjectFixture(files)
        let two = try ProjectFixture(files)
        let text = try one.load(environment: environment).resolvedDescription
        #expect(try text == two.load(environment: environment).resolvedDescription)
        #expect(!text.contains(one.root.path) && !text.contains("private.example") && !text.contains("very-secret"))
        #expect(
            text.hasPrefix(
                #"{"format":1,"name":"run","task":"configs/tasks/attention","gpu":"configs/gpus/m1-pro.yaml","seed":9,"window":4,"order":"ticket","population":{"islands":1,"size":16},"stop":{"evaluations":10,"speedup_over_competent":1.5},"evaluation":{},"team":{"name":"small","agents":[{"id":"explorer-1","agent":"explorer","role":"explorer","model":"server","prompt":"prompts/explorer.mustache","#
            ))
        #expect(
            text.contains(
                #""server":{"provider":"openai-compatible","base_url":"${URL}","model":"m","api_key_env":"MY_KEY","timeout_s":600,"retries":4,"price_nanodollars_per_token":{"input":250,"output":2000}}"#
            ))
    }

    @Test("a key's variable must be set to run, but not to replay")
    func keys() throws {
        let fixture = try ProjectFixture([
            "agents/judge.yaml": "version: 1\nname: judge\nrole: judge\nmodel: openai/gpt-5\n"
        ])
        #expect(fixture.mistakes().contains("needs the environment variable 'OPENAI_API_KEY'"))
        #expect(try fixture.load(keysMustBeSet: false).models.map(\.name) == ["offline", "openai/gpt-5"])
    }

    @Test("extends brings in what a file does not say, key by key")
    func extends() throws {
        let fixture = try ProjectFixture([
            "agents/wide.yaml": """
            version: 1
            name: wide
            extends: explorer
            budget: {tokens: 5}
            """,
            "agents/explorer.yaml": """
            version: 1
            name: explorer
            role: explorer
            model: offline
            budget: {tokens: 9, requests: 3}
            settings: {batch: 8}
            """,
            "agents/teams/other.yaml": """
            version: 1
            name: other
            extends: small
            agents: [{agent: wide, overrides: {weight: 4, settings: {batch: 2}}}]
            """,
            "configs/long.yaml": """
            version: 1
            name: long
            extends: run
            team: other
            stop: {no_improvement: 30}
            """,
        ])
        let run = try fixture.load("configs/long.yaml")
        let agent = try #require(run.team.agents.first?.declaration)
        #expect(run.name == "long" && run.seed == 7)
        #expect(run.stop.evaluations == 10 && run.stop.noImprovement == 30)
        #expect(agent.name == "wide" && agent.budget.tokens == 5 && agent.budget.requests == 3)
        #expect(agent.weight == 4 && agent.settings == .explorer(batch: 2))
        #expect(run.team.council?.judges.count == 1)
    }

    @Test("a team may be spelled out in the run, with models of run, team and agent laid over each other")
    func inlineTeam() throws {
        let fixture = try ProjectFixture([
            "agents/explorer.yaml": """
            version: 1
            name: explorer
            role: explorer
            model: local
            models:
              local: {provider: openai-compatible, base_url: "http://localhost/v1", model: small, retries: 1}
            """,
            "configs/run.yaml": """
            version: 1
            name: run
            team:
              agents: [{agent: explorer}]
              models: {local: {model: middle, max_tokens: 100}}
            models: {local: {model: large}}
            task: configs/tasks/attention/
            gpu: m1-pro
            seed: 1
            stop: {evaluations: 1}
            """,
        ])
        let run = try fixture.load()
        #expect(run.team.name == "inline" && run.team.council == nil)
        let model = try #require(run.models.first)
        #expect(model.model == "large" && model.maxTokens == 100 && model.retries == 1)
        #expect(run.task.path == "configs/tasks/attention")
    }

    @Test("inline models end at the text's end, not at the next slash")
    func inlineModels() throws {
        let fixture = try ProjectFixture([
            "agents/explorer.yaml": "version: 1\nname: explorer\nrole: explorer\nmodel: ollama/meta/llama-3\n"
        ])
        let model = try #require(try fixture.load().models.last)
        #expect(model.model == "meta/llama-3" && model.keyVariable == nil)
    }

    @Test("everything wrong in every file is reported at once")
    func allAtOnce() throws {
        let fixture = try ProjectFixture([
            "configs/run.yaml": """
            version: 1
            name: Run
            team: small
            task: attention
            gpu: m1-pro
            sed: 7
            stop: {evaluations: 0}
            """,
            "agents/explorer.yaml": "version: 1\nname: explorer\nrole: explorer\nmodel: ${MODEL}\nweight: -1\n",
        ])
        #expect(
            fixture.mistakes().split(separator: "\n").filter { $0.contains("error:") } == [
                "configs/run.yaml:1:1: error: missing key 'seed' in a run",
                "configs/run.yaml:2:7: error: 'name' must be a name, not 'Run'",
                "configs/run.yaml:6:1: error: unknown key 'sed' in a run",
                "configs/run.yaml:7:21: error: 'evaluations' must be between 1 and 1000000, not 0",
                "agents/explorer.yaml:4:8: error: environment variable 'MODEL' is not set",
                "agents/explorer.yaml:5:9: error: 'weight' must be between 0 and 1000, not -1",
            ])
    }
}
