package import StrictYAML

/// A run as declared: which team works on which task for which chip, from which seed, until when.
package struct RunDeclaration: Sendable {
    /// The team: by name, or spelled out in the run.
    package enum Team: Sendable {
        /// A team of `agents/teams/`.
        case named(Located<String>)
        /// A team inside the run.
        case inline(TeamDeclaration)
    }

    /// The run's name.
    package var name: String
    /// What the run is for.
    package var description: String?
    /// The team; nil when it was missing or wrong, which is reported, as for the task and the chip.
    package var team: Team?
    /// The task: a name under `configs/tasks/`, or a folder, a path from the project's root.
    package var task: Located<String>?
    /// The chip: a name under `configs/gpus/`.
    package var gpu: Located<String>?
    /// Where every random choice comes from.
    package var seed: Int
    /// How many kernels are kept.
    package var population: Population
    /// How many tickets are in flight: ticket k sees the results of tickets up to k - window.
    package var window: Int
    /// In what order results take effect.
    package var order: TicketOrder
    /// When the run ends.
    package var stop: StopRules
    /// What is asked of the evaluator.
    package var evaluation: EvaluationSettings
    /// Models declared in the run.
    package var models: YAMLNode?

    /// The fields.
    enum Fields {
        static let version = Field("version", .integer(1...1), required: true, "The version of this format: 1.")
        static let name = Field("name", .name, required: true, "The run's name.")
        static let extends = Field(
            "extends", .name, "Another run of configs/ whose fields hold where this file gives none.")
        static let description = Field("description", .string, "What the run is for.")
        static let team = Field(
            "team", teamShape, required: true, "A team of agents/teams/ by name, or one spelled out here.")
        static let task = Field(
            "task", YAMLShape<String>.string.located, required: true,
            "A task of configs/tasks/ by name, or a task's folder, a path from the project's root.")
        static let gpu = Field(
            "gpu", YAMLShape<String>.name.located, required: true, "A chip of configs/gpus/ by name.")
        static let seed = Field("seed", .integer(0...(.max)), required: true, "Where every random choice comes from.")
        static let population = Field("population", Population.shape, "How many kernels are kept.")
        static let window = Field(
            "window", .integer(1...1024),
            "How many tickets are in flight: ticket k sees the results of tickets up to k - window; 4 unless given.")
        static let order = Field(
            "order", YAMLShape<TicketOrder>.choice, "In what order results take effect; ticket unless given.")
        static let stop = Field(
            "stop", StopRules.shape, required: true, "When the run ends; the first rule that holds.")
        static let evaluation = Field("evaluation", EvaluationSettings.shape, "What is asked of the evaluator.")
        static let models = Field(
            "models", ModelTable.shape, "Models for this run, laid over the team's and the agents'.")
        static let table = FieldTable(
            "a run",
            [
                version.row, name.row, extends.row, description.row, team.row, task.row, gpu.row, seed.row,
                population.row, window.row, order.row, stop.row, evaluation.row, models.row,
            ])

        /// A team by name or spelled out.
        private static let teamShape = YAMLShape<Team>(
            schema: .object([
                .init("anyOf", .array([YAMLShape<String>.name.schema, TeamDeclaration.inlineShape.schema]))
            ])
        ) { reader in
            if reader.isMapping { return reader.value(TeamDeclaration.inlineShape).map(Team.inline) }
            return reader.value(.name).map { Team.named(Located($0, at: reader.location)) }
        }
    }

    /// Reads a run whose `extends` is resolved already; nil when this is no mapping.
    static func read(_ reader: YAMLReader) -> RunDeclaration? {
        guard let map = reader.mapping(Fields.table) else { return nil }
        map.requireVersion()
        let name = map.value(Fields.name)
        let description = map.value(Fields.description)
        let team = map.value(Fields.team)
        let task = map.value(Fields.task)
        let gpu = map.value(Fields.gpu)
        let seed = map.value(Fields.seed)
        let population = map.value(Fields.population)
        let window = map.value(Fields.window)
        let order = map.value(Fields.order)
        let stop = map.value(Fields.stop)
        let evaluation = map.value(Fields.evaluation)
        let models = map.value(Fields.models)?.node
        // What is missing was reported, and what is there still leads to more that may be wrong.
        return RunDeclaration(
            name: name ?? "", description: description, team: team, task: task, gpu: gpu, seed: seed ?? 0,
            population: population ?? Population(), window: window ?? 4, order: order ?? .ticket,
            stop: stop ?? StopRules(),
            evaluation: evaluation ?? EvaluationSettings(), models: models)
    }
}
