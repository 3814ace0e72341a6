import Foundation
import SwarmConfig
import Testing

@Suite("Messages for broken files")
struct BrokenFileTests {
    /// A run with one line replaced.
    private func run(_ line: String, by replacement: String) -> [String: String] {
        [
            "configs/run.yaml": ProjectFixture.good["configs/run.yaml", default: ""].replacingOccurrences(
                of: line, with: replacement)
        ]
    }

    /// An agent with one line replaced.
    private func explorer(_ line: String, by replacement: String) -> [String: String] {
        [
            "agents/explorer.yaml": ProjectFixture.good["agents/explorer.yaml", default: ""]
                .replacingOccurrences(of: line, with: replacement)
        ]
    }

    @Test("the good project has nothing to complain about")
    func good() throws {
        #expect(try ProjectFixture().mistakes() == "")
    }

    @Test("1: unknown key")
    func unknownKey() throws {
        let mistakes = try ProjectFixture(explorer("model: offline", by: "modle: offline")).mistakes()
        #expect(
            mistakes == """
                agents/explorer.yaml:1:1: error: missing key 'model' in an agent
                  1 | version: 1
                    | ^

                agents/explorer.yaml:4:1: error: unknown key 'modle' in an agent
                  4 | modle: offline
                    | ^
                    = did you mean 'model'?
                """)
    }

    @Test("2: wrong type")
    func wrongType() throws {
        let mistakes = try ProjectFixture(run("seed: 7", by: "seed: seven\nwindow: '4'")).mistakes()
        #expect(
            mistakes == """
                configs/run.yaml:6:7: error: 'seed' must be a whole number, not the text 'seven'
                  6 | seed: seven
                    |       ^

                configs/run.yaml:7:9: error: 'window' must be a whole number, not the text '4'
                  7 | window: '4'
                    |         ^
                    = remove the quotes
                """)
    }

    @Test("3: missing prompt file")
    func missingFile() throws {
        let mistakes = try ProjectFixture(
            explorer("model: offline", by: "model: offline\nprompt: prompts/explorr.mustache")
        )
        .mistakes()
        #expect(
            mistakes == """
                agents/explorer.yaml:5:9: error: prompt 'prompts/explorr.mustache' does not exist
                  5 | prompt: prompts/explorr.mustache
                    |         ^
                    = did you mean 'prompts/explorer.mustache'?
                """)
    }

    @Test("4: unset variable")
    func unsetVariable() throws {
        let mistakes = try ProjectFixture(run("seed: 7", by: "seed: ${SEED}\nwindow: ${WINDOW:?how many at once}"))
            .mistakes()
        #expect(
            mistakes.hasPrefix(
                """
                configs/run.yaml:6:7: error: environment variable 'SEED' is not set
                  6 | seed: ${SEED}
                    |       ^
                    = set it, or give a default: ${SEED:-value}
                """))
        #expect(
            mistakes.contains(
                """
                configs/run.yaml:7:9: error: environment variable 'WINDOW' is not set: how many at once
                  7 | window: ${WINDOW:?how many at once}
                    |         ^
                """))
    }

    @Test("5: references to nothing")
    func danglingReferences() throws {
        let text = """
            version: 1
            name: run
            team: smal
            task: atention
            gpu: m9
            seed: 7
            stop: {evaluations: 10}
            """
        #expect(
            try ProjectFixture(["configs/run.yaml": text]).mistakes() == """
                configs/run.yaml:3:7: error: team 'smal' does not exist: there is no agents/teams/smal.yaml
                  3 | team: smal
                    |       ^
                    = did you mean 'small'?

                configs/run.yaml:4:7: error: task 'atention' does not exist: there is no configs/tasks/atention/task.yaml
                  4 | task: atention
                    |       ^
                    = did you mean 'attention'?

                configs/run.yaml:5:6: error: gpu 'm9' does not exist: there is no configs/gpus/m9.yaml
                  5 | gpu: m9
                    |      ^
                    = known: m1-pro
                """)
    }

    @Test("6: duplicate key")
    func duplicateKey() throws {
        let mistakes = try ProjectFixture(explorer("role: explorer", by: "role: explorer\nname: other")).mistakes()
        #expect(
            mistakes == """
                agents/explorer.yaml:4:1: error: duplicate key 'name'
                  4 | name: other
                    | ^
                    = first given on line 2
                """)
    }

    @Test(
        "7: paths outside the project",
        arguments: [
            (
                "../secret.mustache", "prompt '../secret.mustache' may lead outside the project",
                "write the path without '..'"
            ),
            (
                "/etc/passwd", "prompt '/etc/passwd' is outside the project",
                "write a path from the project's root, such as prompts/NAME.mustache"
            ),
            ("configs/run.yaml", "prompt 'configs/run.yaml' is not under prompts/", "move the template to prompts/"),
            (
                "prompts/link.mustache", "prompt 'prompts/link.mustache' is a link that leads outside the project",
                "copy the file into the project"
            ),
        ])
    func outside(path: String, message: String, hint: String) throws {
        let fixture = try ProjectFixture(explorer("model: offline", by: "model: offline\nprompt: \(path)"))
        try FileManager.default.createSymbolicLink(
            atPath: fixture.root.appendingPathComponent("prompts/link.mustache").path,
            withDestinationPath: "/etc/hostname")
        #expect(
            fixture.mistakes() == """
                agents/explorer.yaml:5:9: error: \(message)
                  5 | prompt: \(path)
                    |         ^
                    = \(hint)
                """)
    }

    @Test("8: extends in a circle")
    func circle() throws {
        let agent = "version: 1\nname: NAME\nextends: BASE\n"
        func extending(_ name: String, _ base: String) -> String {
            agent.replacingOccurrences(of: "NAME", with: name).replacingOccurrences(of: "BASE", with: base)
        }
        let fixture = try ProjectFixture([
            "agents/explorer.yaml": extending("explorer", "quick"), "agents/quick.yaml": extending("quick", "wide"),
            "agents/wide.yaml": extending("wide", "quick"),
        ])
        #expect(
            fixture.mistakes() == """
                agents/wide.yaml:3:10: error: 'extends' goes in a circle: quick -> wide -> quick
                  3 | extends: quick
                    |          ^
                    = remove one 'extends' of the circle
                """)
    }

    @Test("9: not one of the names")
    func badChoice() throws {
        let mistakes = try ProjectFixture(explorer("role: explorer", by: "role: explorr\nreads: [goal, proposals]"))
            .mistakes()
        #expect(
            mistakes == """
                agents/explorer.yaml:3:7: error: 'role' must be one of 'explorer', 'optimizer', 'critic', 'profiler', 'judge', not 'explorr'
                  3 | role: explorr
                    |       ^
                    = did you mean 'explorer'?

                agents/explorer.yaml:4:15: error: item 2 of 'reads' must be one of 'goal', 'proposal', 'critique', 'revision', 'evaluation', 'trace-summary', 'hint', 'verdict', 'migration', 'note', 'failure', not 'proposals'
                  4 | reads: [goal, proposals]
                    |               ^
                    = did you mean 'proposal'?
                """)
    }

    @Test("10: keys are refused and not repeated")
    func literalKeys() throws {
        let secret = "sk-proj-abcdefghijklmnopqrstuvwxyz"
        let fixture = try ProjectFixture(
            run(
                "seed: 7",
                by: """
                    seed: 7
                    models:
                      one: {provider: openai-compatible, base_url: "http://localhost/v1", model: m, api_key: \(secret)}
                      two: {provider: openai-compatible, base_url: "http://localhost/v1", model: m, api_key_env: \(secret)}
                      three: {provider: openai-compatible, base_url: "http://me:pass@localhost/v1", model: m}
                    """))
        let mistakes = fixture.mistakes()
        #expect(
            mistakes == """
                configs/run.yaml:8:81: error: 'api_key' would hold a key, and keys are not written in files
                  = write 'api_key_env: NAME', the name of the environment variable that holds the key

                configs/run.yaml:9:94: error: a text looks like a key, and keys are not written in files
                  = write 'api_key_env: NAME', the name of the environment variable that holds the key

                configs/run.yaml:9:94: error: 'api_key_env' must be the name of an environment variable, in upper case
                  = keys are not written in files; write the variable's name, such as OPENAI_API_KEY

                configs/run.yaml:10:50: error: 'base_url' must not hold a user name or password
                  = name a variable: api_key_env: NAME
                """)
        #expect(!mistakes.contains(secret) && !mistakes.contains("pass@"))
    }

    @Test("11: YAML that is no YAML")
    func syntax() throws {
        let mistakes = try ProjectFixture(["agents/teams/small.yaml": "version: 1\nagents:\n  - {agent: explorer\n"])
            .mistakes()
        #expect(
            mistakes == """
                agents/teams/small.yaml:3:21: error: invalid YAML: did not find expected ',' or '}' while parsing a flow mapping begun on line 3
                  3 |   - {agent: explorer
                    |                     ^
                """)
    }

    @Test("12: bad version")
    func version() throws {
        let fixture = try ProjectFixture([
            "agents/explorer.yaml": "name: explorer\nrole: explorer\nmodel: offline\n",
            "agents/judge.yaml": "version: 2\nname: judge\nrole: judge\nmodel: offline\n",
        ])
        #expect(
            fixture.mistakes() == """
                agents/explorer.yaml:1:1: error: missing key 'version' in an agent
                  1 | name: explorer
                    | ^
                    = begin the file with 'version: 1'

                agents/judge.yaml:1:10: error: unsupported version '2'
                  1 | version: 2
                    |          ^
                    = this program reads 'version: 1'
                """)
    }

    @Test("13: agents in the wrong places, too large a quorum, nobody to propose")
    func council() throws {
        let team = """
            version: 1
            name: small
            agents:
              - agent: judge
              - agent: critic
            council:
              judges: [{agent: critic}]
              quorum: 3
            """
        let critic =
            "version: 1\nname: critic\nrole: critic\nmodel: offline\nposts: [critique, verdict]\nsettings: {batch: 2}\n"
        let fixture = try ProjectFixture([
            "agents/teams/small.yaml": team, "agents/critic.yaml": critic, "prompts/critic.mustache": "Criticise.",
        ])
        #expect(
            fixture.mistakes() == """
                agents/teams/small.yaml:4:12: error: 'judge' is a judge and sits in no other place
                  4 |   - agent: judge
                    |            ^
                    = name it under council: judges:

                agents/teams/small.yaml:8:11: error: 'quorum' is 3, but the council has 1 judges
                  8 |   quorum: 3
                    |           ^

                agents/critic.yaml:6:11: error: a critic has no settings
                  6 | settings: {batch: 2}
                    |           ^
                    = remove 'settings'
                """)
        try fixture.write("agents/critic.yaml", critic.replacingOccurrences(of: "settings: {batch: 2}\n", with: ""))
        try fixture.write("agents/teams/small.yaml", team.replacingOccurrences(of: "  - agent: judge\n", with: ""))
        #expect(
            fixture.mistakes() == """
                agents/teams/small.yaml:4:12: error: the team has nobody who proposes kernels
                  4 |   - agent: critic
                    |            ^
                    = add an explorer or an optimizer

                agents/teams/small.yaml:6:20: error: 'critic' is a critic, not a judge
                  6 |   judges: [{agent: critic}]
                    |                    ^
                    = only judges sit in the council

                agents/teams/small.yaml:7:11: error: 'quorum' is 3, but the council has 1 judges
                  7 |   quorum: 3
                    |           ^

                agents/critic.yaml:5:19: error: a critic cannot post 'verdict'
                  5 | posts: [critique, verdict]
                    |                   ^
                    = it can post 'critique', 'note'
                """)
    }

    @Test("14: models that are nowhere, and keys that are not set")
    func models() throws {
        let fixture = try ProjectFixture(
            [
                "agents/explorer.yaml": "version: 1\nname: explorer\nrole: explorer\nmodel: servr\n",
                "agents/judge.yaml": "version: 1\nname: judge\nrole: judge\nmodel: openai/gpt-5\n",
            ].merging(
                run(
                    "seed: 7",
                    by: """
                        seed: 7
                        models:
                          server: {provider: manual, base_url: "http://localhost"}
                          loop: {extends: pool}
                          pool: {extends: loop}
                          offline: {provider: manual}
                        """)
            ) { $1 })
        #expect(
            fixture.mistakes() == """
                configs/run.yaml:8:30: error: 'base_url' means nothing to the provider 'manual'
                  8 |   server: {provider: manual, base_url: "http://localhost"}
                    |                              ^
                    = remove it

                configs/run.yaml:9:19: error: 'extends' goes in a circle: pool -> loop -> pool
                  9 |   loop: {extends: pool}
                    |                   ^

                configs/run.yaml:10:19: error: 'extends' goes in a circle: loop -> pool -> loop
                  10 |   pool: {extends: loop}
                     |                   ^

                configs/run.yaml:11:3: error: 'offline' cannot be declared: it names a model already
                  11 |   offline: {provider: manual}
                     |   ^
                     = choose another name

                agents/explorer.yaml:4:8: error: model 'servr' is not declared
                  4 | model: servr
                    |        ^
                    = did you mean 'server'?

                agents/judge.yaml:4:8: error: model 'openai/gpt-5' needs the environment variable 'OPENAI_API_KEY', which is not set
                  4 | model: openai/gpt-5
                    |        ^
                    = set it to the key of https://api.openai.com/v1
                """)
    }

    @Test("15: a run that may never end, a name that is not the file's")
    func stopAndName() throws {
        let fixture = try ProjectFixture(
            run("stop: {evaluations: 10}", by: "stop: {tokens: 5}").merging(
                explorer("name: explorer", by: "name: scout")
            ) { $1 })
        #expect(
            fixture.mistakes() == """
                configs/run.yaml:7:7: error: nothing here is sure to end the run
                  7 | stop: {tokens: 5}
                    |       ^
                    = give 'evaluations' or 'no_improvement'

                agents/explorer.yaml:2:7: error: the name 'scout' is not the file's name, 'explorer'
                  2 | name: scout
                    |       ^
                    = agents are found by their file's name; make both the same
                """)
    }

    @Test("weights that leave nobody to propose or to vote")
    func weights() throws {
        let mute = "version: 1\nname: NAME\nrole: NAME\nmodel: offline\nweight: 0\n"
        let fixture = try ProjectFixture([
            "agents/explorer.yaml": mute.replacingOccurrences(of: "NAME", with: "explorer"),
            "agents/judge.yaml": mute.replacingOccurrences(of: "NAME", with: "judge"),
        ])
        #expect(
            fixture.mistakes() == """
                agents/teams/small.yaml:4:13: error: nobody who proposes kernels has a share of the tickets
                  4 |   - {agent: explorer, count: 2}
                    |             ^
                    = give an explorer or an optimizer a weight above 0

                agents/teams/small.yaml:6:20: error: no judge's vote weighs anything
                  6 |   judges: [{agent: judge}]
                    |                    ^
                    = give one a weight above 0
                """)
    }

    @Test("16: a file that is not there, a folder, and bytes that are no text")
    func unreadable() throws {
        let fixture = try ProjectFixture()
        #expect(fixture.mistakes("configs/none.yaml") == "error: 'configs/none.yaml' does not exist")
        #expect(
            fixture.mistakes("configs")
                == "error: '\(fixture.root.path)/configs' is a folder, not a file".replacingOccurrences(
                    of: fixture.root.path + "/", with: ""))
        try Data([0x61, 0x3A, 0x20, 0xFF, 0xFE]).write(to: fixture.root.appendingPathComponent("configs/run.yaml"))
        #expect(fixture.mistakes() == "error: 'configs/run.yaml' is not UTF-8 text")
    }
}
