import Diagnostics
import Foundation
import SwarmConfig
import Testing

@Suite("Checking files")
struct ConfigurationCheckerTests {
    /// What checking `files` says, with the root's path cut out.
    private func check(
        _ files: [String: String], paths: [String]? = nil, kinds: [ConfigurationChecker.Kind] = []
    ) throws -> String {
        let fixture = try ProjectFixture(files)
        let checker = ConfigurationChecker(project: fixture.project, environment: [:], kinds: kinds)
        return checker.check((paths ?? files.keys.sorted()).map { fixture.root.appendingPathComponent($0).path })
            .map(\.rendered).joined(separator: "\n").replacingOccurrences(of: fixture.root.path + "/", with: "")
    }

    @Test("the findings of all files are reported, in the order of the files")
    func allFiles() throws {
        #expect(
            try check([
                "agents/a.yaml": "version: 1\nname: a\nrole: critic\nmodel: offlin\nprompt: prompts/judge.mustache\n",
                "agents/teams/b.yaml": "version: 1\nname: b\nagents: [{agent: explorer, cuont: 2}]\n",
                "configs/c.yaml": "version: 1\nname: c\nextends: run\nwindow: 0\n",
            ]) == """
                agents/a.yaml:4:8: warning: model 'offlin' is not declared
                  4 | model: offlin
                    |        ^
                    = did you mean 'offline'?
                agents/teams/b.yaml:3:28: error: unknown key 'cuont' in a team's agent
                  3 | agents: [{agent: explorer, cuont: 2}]
                    |                            ^
                    = did you mean 'count'?
                configs/c.yaml:4:9: error: 'window' must be between 1 and 1024, not 0
                  4 | window: 0
                    |         ^
                """)
    }

    @Test("kinds of other modules are asked first")
    func otherKinds() throws {
        let kind = ConfigurationChecker.Kind(
            name: "task", matches: { path, keys in path.hasSuffix("task.yaml") && keys == ["sizes"] }
        ) {
            text, path in [Diagnostic(.warning, at: nil, "\(text.count) characters in a task")]
        }
        #expect(
            try check(["configs/tasks/t/task.yaml": "sizes: 1\n"], kinds: [kind]) == "warning: 9 characters in a task")
    }

    @Test("a file of no known kind and a file that is not there are said")
    func unknownKind() throws {
        #expect(
            try check(["other/a.yaml": "sizes: 1\n"], paths: ["other/a.yaml", "other/b.yaml"]) == """
                error: 'other/a.yaml' is of no known kind
                  = known kinds: agent, team, run; an agent has 'role', a team 'agents', a run 'task'
                error: 'other/b.yaml' does not exist
                """)
    }
}
