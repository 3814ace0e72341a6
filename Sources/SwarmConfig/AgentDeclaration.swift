package import Diagnostics
package import StrictYAML

/// An agent as declared: what it does, what answers for it, what it may read, post and spend.
package struct AgentDeclaration: Sendable {
    /// Its name, which is its file's name.
    package var name: String
    /// Where it is declared.
    package var location: SourceLocation
    /// What it is for, in the author's words.
    package var description: String?
    /// What it does.
    package var role: AgentRole
    /// What answers its prompts: `offline`, `manual`, `provider/name` or a declared model.
    package var model: Located<String>
    /// Its prompt template, a path from the project's root.
    package var prompt: Located<String>
    /// The kinds it reads.
    package var reads: [EntryKind]
    /// The kinds it posts.
    package var posts: [EntryKind]
    /// What it may spend.
    package var budget: AgentBudget
    /// How many of its requests may be under way at once.
    package var concurrency: Int
    /// Its share of the tickets, or of the council's votes.
    package var weight: Double
    /// The sampling temperature; nil leaves it to the model.
    package var temperature: Double?
    /// The longest answer, in tokens; nil leaves it to the model.
    package var maxTokens: Int?
    /// What only its role can be told.
    package var settings: AgentSettings
    /// Models declared beside the agent, to be read with those of the team and the run.
    package var models: YAMLNode?

    /// The fields.
    enum Fields {
        static let version = Field("version", .integer(1...1), required: true, "The version of this format: 1.")
        static let name = Field("name", .name, required: true, "The agent's name, the same as its file's.")
        static let extends = Field("extends", .name, "Another agent whose fields hold where this file gives none.")
        static let description = Field("description", .string, "What the agent is for.")
        static let role = Field("role", YAMLShape<AgentRole>.choice, required: true, "What the agent does.")
        static let model = Field(
            "model", .string, required: true,
            "What answers its prompts: offline, manual, openai/NAME, ollama/NAME, or a name declared under models.")
        static let prompt = Field(
            "prompt", .string,
            "The prompt template, a path from the project's root; prompts/ROLE.mustache unless given.")
        static let reads = Field(
            "reads", .list(of: YAMLShape<EntryKind>.choice, count: 1...(.max)), "The kinds of entries it reads.")
        static let posts = Field(
            "posts", .list(of: YAMLShape<EntryKind>.choice, count: 1...(.max)), "The kinds of entries it posts.")
        static let budget = Field("budget", AgentBudget.shape, "What it may spend in a run; no limit unless given.")
        static let concurrency = Field(
            "concurrency", .integer(1...64), "How many of its requests may be under way at once; 1 unless given.")
        static let weight = Field(
            "weight", .number(0...1000), "Its share of the tickets, or of the council's votes; 1 unless given.")
        static let temperature = Field("temperature", .number(0...2), "The sampling temperature.")
        static let maxTokens = Field("max_tokens", .integer(1...1_000_000), "The longest answer, in tokens.")
        static let settings = Field(
            "settings", YAMLShape<YAMLReader>(schema: AgentSettings.Fields.table.schema) { $0 },
            "What only its role can be told.")
        static let models = Field("models", ModelTable.shape, "Models declared beside the agent, by name.")

        static let table = FieldTable(
            "an agent",
            [
                version.row, name.row, extends.row, description.row, role.row, model.row, prompt.row, reads.row,
                posts.row,
                budget.row, concurrency.row, weight.row, temperature.row, maxTokens.row, settings.row, models.row,
            ],
            conditions: AgentSettings.conditions)

        /// What a team may override.
        static let overrides = table.without(
            ["version", "name", "extends", "role", "models"], what: "an agent's overrides")
    }

    /// Reads an agent whose `extends` is resolved already; nil when a finding leaves no agent.
    static func read(_ reader: YAMLReader) -> AgentDeclaration? {
        guard let map = reader.mapping(Fields.table) else { return nil }
        map.requireVersion()
        let name = map.value(Fields.name)
        let description = map.value(Fields.description)
        let role = map.value(Fields.role)
        let model = map.located(Fields.model)
        let prompt = map.located(Fields.prompt)
        let reads = map.value(Fields.reads)
        let posts = map.value(Fields.posts)
        let budget = map.value(Fields.budget)
        let concurrency = map.value(Fields.concurrency)
        let weight = map.value(Fields.weight)
        let temperature = map.value(Fields.temperature)
        let maxTokens = map.value(Fields.maxTokens)
        let settings = role.flatMap { AgentSettings.read(map.reader("settings"), role: $0) }
        let models = map.reader("models")?.node
        guard let name, let role, let model, let settings else { return nil }
        check(posts: map.reader("posts"), of: role)
        return AgentDeclaration(
            name: name, location: reader.location, description: description, role: role, model: model,
            prompt: prompt ?? Located(role.defaultPrompt, at: reader.location),
            reads: unique(reads ?? role.defaultReads),
            posts: unique(posts ?? role.defaultPosts), budget: budget ?? AgentBudget(), concurrency: concurrency ?? 1,
            weight: weight ?? 1, temperature: temperature, maxTokens: maxTokens, settings: settings, models: models)
    }

    /// Reports kinds that an agent of `role` cannot post.
    private static func check(posts: YAMLReader?, of role: AgentRole) {
        guard let posts, case .sequence(let items) = posts.node.content else { return }
        let possible = role.possiblePosts
        for item in items {
            guard case .scalar(let scalar) = item.content, let kind = EntryKind(rawValue: scalar.text),
                !possible.contains(kind)
            else { continue }
            let kinds = possible.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            posts.error(
                "\(role.described) cannot post '\(kind.rawValue)'", at: item.location, hint: "it can post \(kinds)")
        }
    }

    /// The kinds without repetitions, in the order of the enumeration, so that order in a file changes nothing.
    private static func unique(_ kinds: [EntryKind]) -> [EntryKind] { EntryKind.allCases.filter(kinds.contains) }
}
