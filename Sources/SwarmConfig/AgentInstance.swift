import StrictYAML

/// One agent at work in a run.
package struct AgentInstance: Sendable {
    /// What it is called in the run: its declaration's name, numbered where there are several.
    package var id: String
    /// What was declared, the team's overrides included.
    package var declaration: AgentDeclaration
    /// The model that answers for it.
    package var model: ModelConfiguration
    /// The sampling temperature: its own, else its model's; nil leaves it to the server.
    package var temperature: Double? { declaration.temperature ?? model.temperature }
    /// The longest answer in tokens: its own, else its model's; nil leaves it to the server.
    package var maxTokens: Int? { declaration.maxTokens ?? model.maxTokens }

    /// The agent as JSON, with everything that its decisions follow from.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("agent", .string(declaration.name)),
            .init("role", .string(declaration.role.rawValue)), .init("model", .string(model.name)),
            .init("prompt", .string(declaration.prompt.value)),
            .init("reads", .array(declaration.reads.map { .string($0.rawValue) })),
            .init("posts", .array(declaration.posts.map { .string($0.rawValue) })),
            .init("budget", declaration.budget.json), .init("concurrency", .integer(declaration.concurrency)),
            .init("weight", .number(declaration.weight)), .init("settings", declaration.settings.json),
        ]
        if let temperature { members.append(.init("temperature", .number(temperature))) }
        if let maxTokens { members.append(.init("max_tokens", .integer(maxTokens))) }
        return .object(members)
    }
}
