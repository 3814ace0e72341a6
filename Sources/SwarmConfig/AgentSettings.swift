import StrictYAML

/// What only agents of one role can be told.
package enum AgentSettings: Hashable, Sendable {
    /// What an optimizer starts from.
    package enum Parents: String, CaseIterable, Hashable, Sendable {
        /// The best kernel so far.
        case best
        /// Any kernel that no other beats at every size.
        case front
    }

    /// What a judge looks at.
    package enum Focus: String, CaseIterable, Hashable, Sendable {
        /// Whether the proposal can be right.
        case correctness
        /// Whether it can be faster.
        case performance
        /// Whether it differs from what was tried.
        case novelty
    }

    /// An explorer makes `batch` proposals from one look at the board.
    case explorer(batch: Int)
    /// An optimizer starts from `parents` and follows one idea for `depth` steps.
    case optimizer(parents: Parents, depth: Int)
    /// A judge looks at `focus`.
    case judge(focus: Focus)
    /// A critic or a profiler has no settings.
    case none

    /// The fields of every role.
    enum Fields {
        static let batch = Field(
            "batch", .integer(1...64), "Explorer: how many proposals from one look at the board; 4 unless given.")
        static let parents = Field(
            "parents", YAMLShape<Parents>.choice,
            "Optimizer: what to start from, the best kernel or any on the front; best unless given.")
        static let depth = Field(
            "depth", .integer(1...32), "Optimizer: how many steps to follow one idea; 4 unless given.")
        static let focus = Field("focus", YAMLShape<Focus>.choice, "Judge: what to look at; performance unless given.")

        /// The fields of one role.
        static func rows(of role: AgentRole) -> [FieldTable.Row] {
            switch role {
            case .explorer: [batch.row]
            case .optimizer: [parents.row, depth.row]
            case .judge: [focus.row]
            case .critic, .profiler: []
            }
        }

        /// The table of one role.
        static func table(of role: AgentRole) -> FieldTable {
            FieldTable("the settings of \(role.described)", rows(of: role))
        }

        /// The table of all roles, for the schema.
        static let table = FieldTable("settings", AgentRole.allCases.flatMap(rows))
    }

    /// Reads the settings of an agent of `role`; without any, the role's defaults.
    static func read(_ reader: YAMLReader?, role: AgentRole) -> AgentSettings? {
        guard let reader else { return defaults(of: role) }
        let table = Fields.table(of: role)
        if table.rows.isEmpty, reader.isMapping {
            reader.error("\(role.described) has no settings", hint: "remove 'settings'")
            return nil
        }
        guard let map = reader.mapping(table) else { return nil }
        switch role {
        case .explorer: return .explorer(batch: map.value(Fields.batch) ?? 4)
        case .optimizer:
            return .optimizer(parents: map.value(Fields.parents) ?? .best, depth: map.value(Fields.depth) ?? 4)
        case .judge: return .judge(focus: map.value(Fields.focus) ?? .performance)
        case .critic, .profiler: return AgentSettings.none
        }
    }

    /// The settings of an agent that gives none.
    private static func defaults(of role: AgentRole) -> AgentSettings {
        switch role {
        case .explorer: .explorer(batch: 4)
        case .optimizer: .optimizer(parents: .best, depth: 4)
        case .judge: .judge(focus: .performance)
        case .critic, .profiler: .none
        }
    }

    /// The settings as JSON.
    var json: JSONValue {
        switch self {
        case .explorer(let batch): .object([.init("batch", .integer(batch))])
        case .optimizer(let parents, let depth):
            .object([.init("parents", .string(parents.rawValue)), .init("depth", .integer(depth))])
        case .judge(let focus): .object([.init("focus", .string(focus.rawValue))])
        case .none: .object([])
        }
    }

    /// Schema conditions that keep each role to its own settings.
    static var conditions: [JSONValue.Member] {
        let rules = AgentRole.allCases.map { role in
            let isRole = JSONValue.object([
                .init("required", .array([.string("role")])),
                .init(
                    "properties", .object([.init("role", .object([.init("const", .string(role.rawValue))]))])),
            ])
            let keys = Fields.rows(of: role).map { JSONValue.string($0.key) }
            let only = JSONValue.object([
                .init(
                    "propertyNames",
                    .object([
                        .init(
                            "anyOf",
                            .array([
                                .object([.init("enum", .array(keys))]),
                                .object([.init("pattern", .string("^(x-|<<$)"))]),
                            ]))
                    ]))
            ])
            return JSONValue.object([
                .init("if", isRole),
                .init("then", .object([.init("properties", .object([.init("settings", only)]))])),
            ])
        }
        return [.init("allOf", .array(rules))]
    }
}
