package import StrictYAML

/// The JSON Schema (draft 2020-12) of agents, teams and runs, made from the tables that read them.
package enum ConfigurationSchema {
    /// The schema of every kind: a file must be an agent, a team or a run.
    package static var document: JSONValue {
        .object([
            .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .string("KernelSwarm agents, teams and runs")),
            .init("anyOf", .array(DeclarationKind.allCases.map { reference($0.rawValue) })),
            .init("$defs", .object(definitions)),
        ])
    }

    /// The schema of one kind on its own.
    package static func document(of kind: DeclarationKind) -> JSONValue {
        .object([
            .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .string("A KernelSwarm \(kind.rawValue)")),
            .init("$ref", .string("#/$defs/\(kind.rawValue)")),
            .init("$defs", .object(definitions)),
        ])
    }

    /// The table of a kind.
    package static func table(of kind: DeclarationKind) -> FieldTable {
        switch kind {
        case .agent: AgentDeclaration.Fields.table
        case .team: TeamDeclaration.Fields.table
        case .run: RunDeclaration.Fields.table
        }
    }

    /// Every table that readers use, with where the schema describes it.
    package static var tables: [FieldTable] {
        DeclarationKind.allCases.map(table) + [
            AgentDeclaration.Fields.overrides, AgentBudget.Fields.table, AgentSettings.Fields.table,
            ModelConfiguration.Fields.table, ModelPrice.Fields.table, TeamDeclaration.Fields.inline,
            TeamDeclaration.MemberFields.table, TeamDeclaration.JudgeFields.table,
            TeamDeclaration.CouncilFields.table, StopRules.Fields.table, Population.Fields.table,
            EvaluationSettings.Fields.table,
        ]
    }

    /// What the kinds share.
    private static var definitions: [JSONValue.Member] {
        DeclarationKind.allCases.map { .init($0.rawValue, table(of: $0).schema) } + [
            .init("model", ModelConfiguration.Fields.table.schema),
            .init(
                "variable",
                .object([
                    .init("type", .string("string")),
                    .init("pattern", .string("\\$\\{[A-Za-z_][A-Za-z0-9_]*(:[-?][^}]*)?\\}")),
                    .init(
                        "description",
                        .string("An environment variable: ${NAME}, ${NAME:-default} or ${NAME:?message}.")),
                ])),
        ]
    }

    /// A reference to a definition.
    private static func reference(_ name: String) -> JSONValue {
        .object([.init("$ref", .string("#/$defs/\(name)"))])
    }
}
