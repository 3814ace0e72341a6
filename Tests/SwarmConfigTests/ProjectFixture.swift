import Diagnostics
import Foundation
import SwarmConfig
import Testing

/// A small good project in a folder of its own, to be spoilt by one test.
final class ProjectFixture {
    /// The project's root.
    let root: URL

    /// Files of a good project by path.
    static let good: [String: String] = [
        "agents/explorer.yaml": """
        version: 1
        name: explorer
        role: explorer
        model: offline
        """,
        "agents/judge.yaml": """
        version: 1
        name: judge
        role: judge
        model: offline
        """,
        "agents/teams/small.yaml": """
        version: 1
        name: small
        agents:
          - {agent: explorer, count: 2}
        council:
          judges: [{agent: judge}]
        """,
        "configs/run.yaml": """
        version: 1
        name: run
        team: small
        task: attention
        gpu: m1-pro
        seed: 7
        stop: {evaluations: 10}
        """,
        "configs/gpus/m1-pro.yaml": "version: 1\n",
        "configs/tasks/attention/task.yaml": "version: 1\n",
        "prompts/explorer.mustache": "Propose a kernel for {{gpu}}.\n",
        "prompts/judge.mustache": "Vote.\n",
    ]

    /// A good project with `files` added or replaced.
    init(_ files: [String: String] = [:]) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("swarm-config-\(UUID().uuidString)")
            .resolvingSymlinksInPath()
        for (path, text) in Self.good.merging(files, uniquingKeysWith: { $1 }) { try write(path, text) }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Writes one file.
    func write(_ path: String, _ text: String) throws {
        let url = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// The project's files.
    var project: ProjectFiles { ProjectFiles(roots: [root]) }

    /// The configuration of the run at `path`.
    func load(
        _ path: String = "configs/run.yaml", environment: [String: String] = [:], keysMustBeSet: Bool = true
    ) throws(DiagnosticError) -> RunConfiguration {
        try RunConfiguration.load(
            path: root.appendingPathComponent(path).path, environment: environment, project: project,
            keysMustBeSet: keysMustBeSet)
    }

    /// Every message about the run at `path`, with the root's path cut out; empty when it loads.
    func mistakes(_ path: String = "configs/run.yaml", environment: [String: String] = [:]) -> String {
        do throws(DiagnosticError) {
            _ = try load(path, environment: environment)
            return ""
        } catch {
            return error.description.replacingOccurrences(of: root.path + "/", with: "")
        }
    }
}
