import AgentModels
import Candidates
import Foundation
import Swarm
import SwarmConfig

/// A run over a synthetic task, with the agents and prompts that are shipped.
struct RunFixture {
    /// The repository's root.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The starting kernel: a design space of 192 points, most of them feasible.
    static let kernel = """
        // tune: A = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
        // tune: B = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
        // tune(choice): V = 0 | 1 | 2
        // constraint: A * B <= 48
        /* launch-plan
        launches:
          - kernel: copy
            threads: [n, 1, 1]
            threadgroup: [A, B, 1]
        */
        kernel void copy(device const float *in, device float *out, uint i) {
            // EVOLVE-BLOCK-START
            out[i] = in[i];
            // EVOLVE-BLOCK-END
        }
        """

    /// A team of explorers and optimizers with the whole staff.
    static let offlineTeam = """
        agents:
          - {agent: explorer}
          - {agent: optimizer}
          - {agent: critic}
          - {agent: profiler}
        council:
          judges: [{agent: judge-correctness}, {agent: judge-performance}, {agent: judge-novelty}]
          quorum: 2
          gate: 0.5
        """

    /// The folder that holds the run's file and the task's.
    let root: URL

    /// Writes a project for a run into `root`.
    init(root: URL) throws {
        self.root = root
        try write("configs/gpus/test-gpu.yaml", "version: 1\n")
        try write("configs/tasks/copy/task.yaml", "version: 1\n")
    }

    /// Writes one of the project's files.
    func write(_ path: String, _ text: String) throws {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// A run with a team as YAML and further lines.
    func run(
        team: String = offlineTeam,
        rules: String = "window: 4\nstop: {evaluations: 24}\npopulation: {islands: 2, size: 5}",
        seed: Int = 7, environment: [String: String] = [:]
    ) throws -> SwarmRun {
        let team = team.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        let yaml = """
            version: 1
            name: test
            task: copy
            gpu: test-gpu
            seed: \(seed)
            \(rules)
            team:
            \(team)

            """
        let file = root.appending(path: "configs/test.yaml")
        try Data(yaml.utf8).write(to: file)
        let configuration = try RunConfiguration.load(
            path: file.path, environment: environment, project: ProjectFiles(roots: [root, Self.repository]))
        return SwarmRun(configuration: configuration, brief: Self.brief(), prompts: try Self.prompts(configuration))
    }

    /// The task: the kernel, with itself and a fixed kernel as baselines.
    static func brief() -> TaskBrief {
        let space = try? DesignSpace(parsing: kernel, file: "kernel")
        let start = Candidate(text: kernel, point: space?.defaultPoint ?? .empty, origin: .start)
        var brief = TaskBrief(
            name: "copy", identity: "task-1", dialect: "metal", gpu: "test-gpu", gpuIdentity: "gpu-1",
            compilerIdentity: "clang 21", start: start)
        brief.description = "Copies in to out."
        brief.baselines = [
            .init(name: "naive", candidate: start),
            .init(name: "competent", candidate: Candidate(text: "// by hand\n", point: .empty, origin: .start)),
        ]
        return brief
    }

    /// The shipped prompts.
    static func prompts(_ configuration: RunConfiguration) throws -> RunPrompts {
        var files = configuration.prompts.map { PromptLibrary.File(name: $0.path, path: $0.path, text: $0.text) }
        let repair = "prompts/repair.mustache"
        let text = try String(contentsOf: repository.appending(path: repair), encoding: .utf8)
        files.append(.init(name: repair, path: repair, text: text))
        let format = try String(contentsOf: repository.appending(path: "prompts/candidate-format.md"), encoding: .utf8)
        return try RunPrompts(files: files, candidateFormat: format)
    }
}
