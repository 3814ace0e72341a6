package import Diagnostics
import Foundation
package import StrictYAML

/// A run with everything it refers to: ready to start.
package struct RunConfiguration: Sendable {
    /// The run's name.
    package var name: String
    /// What the run is for.
    package var description: String?
    /// The team.
    package var team: TeamConfiguration
    /// The folder of the task.
    package var task: ProjectFile
    /// The file of the chip.
    package var gpu: ProjectFile
    /// Where every random choice comes from.
    package var seed: Int
    /// How many kernels are kept.
    package var population: Population
    /// How many tickets are in flight.
    package var window: Int
    /// In what order results take effect.
    package var order: TicketOrder
    /// When the run ends.
    package var stop: StopRules
    /// What is asked of the evaluator.
    package var evaluation: EvaluationSettings
    /// The prompt templates of the team, sorted by path.
    package var prompts: [PromptFile]
    /// Warnings of the reading, in text order.
    package var warnings: [Diagnostic]

    /// The models in use, sorted by name.
    package var models: [ModelConfiguration] {
        var models: [String: ModelConfiguration] = [:]
        for agent in team.everyone { models[agent.model.name] = agent.model }
        return models.values.sorted { $0.name < $1.name }
    }

    /// The configuration as canonical JSON on one line: what a run's decisions follow from, and nothing of the host.
    ///
    /// Files are named from the project's root, models without the values of variables in their addresses, and prompts
    /// with their text. Two configurations that say the same have the same text, wherever their files lie.
    package var resolvedDescription: String { json.compact }

    /// The configuration as JSON.
    package var json: JSONValue {
        .object([
            .init("format", .integer(1)), .init("name", .string(name)), .init("task", .string(task.path)),
            .init("gpu", .string(gpu.path)), .init("seed", .integer(seed)), .init("window", .integer(window)),
            .init("order", .string(order.rawValue)), .init("population", population.json), .init("stop", stop.json),
            .init("evaluation", evaluation.json), .init("team", team.json),
            .init("models", .object(models.map { .init($0.name, $0.json) })),
            .init("prompts", .object(prompts.map { .init($0.path, .string($0.text)) })),
        ])
    }

    /// Reads the run at `path` and everything it refers to; throws every mistake of every file at once.
    ///
    /// - Parameters:
    ///   - path: The file as the user named it, from the current folder.
    ///   - environment: The variables that `${…}` may name.
    ///   - keysMustBeSet: Whether the variables of all used keys must be set; a replay asks no model.
    package static func load(
        path: String, environment: [String: String], project: ProjectFiles, keysMustBeSet: Bool = true
    ) throws(DiagnosticError) -> RunConfiguration {
        let sink = DiagnosticSink()
        let files = DeclarationFiles(project: project, environment: environment, sink: sink)
        let file = ProjectFile(path: path, url: URL(fileURLWithPath: path))
        let configuration = resolve(file, files: files, keysMustBeSet: keysMustBeSet)
        try sink.throwIfErrors()
        guard let configuration else {
            throw DiagnosticError([Diagnostic(.error, at: nil, "'\(path)' could not be read")])
        }
        return configuration
    }

    /// Reads the run in `file`; reports to the files' sink, and returns nil when that leaves no configuration.
    static func resolve(_ file: ProjectFile, files: DeclarationFiles, keysMustBeSet: Bool) -> RunConfiguration? {
        guard let reader = files.declaration(.run, in: file), let run = RunDeclaration.read(reader) else { return nil }
        let references = References(files: files)
        let task = run.task.flatMap(references.task)
        let gpu = run.gpu.flatMap(references.gpu)
        var resolver = TeamResolver(files: files, modelsMustExist: true, keysMustBeSet: keysMustBeSet)
        let team = run.team.flatMap { declaration(of: $0, files: files) }.flatMap {
            resolver.resolve($0, models: run.models)
        }
        guard let task, let gpu, let team else { return nil }
        return RunConfiguration(
            name: run.name, description: run.description, team: team, task: task, gpu: gpu, seed: run.seed,
            population: run.population, window: run.window, order: run.order, stop: run.stop,
            evaluation: run.evaluation,
            prompts: resolver.prompts.values.compactMap { $0 }.sorted { $0.path < $1.path },
            warnings: files.sink.inTextOrder)
    }

    /// The run's team as declared.
    private static func declaration(of team: RunDeclaration.Team, files: DeclarationFiles) -> TeamDeclaration? {
        switch team {
        case .inline(let declaration): declaration
        case .named(let name):
            files.declaration(.team, named: name.value, at: name.location).flatMap(TeamDeclaration.read)
        }
    }
}
