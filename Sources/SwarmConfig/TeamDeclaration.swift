package import StrictYAML

/// A team as declared: which agents, how many of each, and who sits in the council.
package struct TeamDeclaration: Sendable {
    /// Some agents of one declaration.
    package struct Member: Sendable {
        /// The agent's name.
        package var agent: Located<String>
        /// How many of it.
        package var count: Int
        /// Fields that replace the declaration's own.
        package var overrides: YAMLNode?
    }

    /// The judges and what their votes need.
    package struct Council: Sendable {
        /// One judge.
        package struct Judge: Sendable {
            /// The agent's name.
            package var agent: Located<String>
            /// Its share of the votes; nil for the weight it is declared with.
            package var weight: Double?
        }

        /// The judges.
        package var judges: [Judge]
        /// How many must vote for the vote to count.
        package var quorum: Located<Int>?
        /// The weighted share of votes in favour, 0 to 1, that a proposal needs to be evaluated.
        package var gate: Double
    }

    /// The team's name; "inline" for a team inside a run.
    package var name: String
    /// What the team is for.
    package var description: String?
    /// The agents.
    package var members: [Member]
    /// The council; nil for a team that evaluates every proposal.
    package var council: Council?
    /// Models declared in the team.
    package var models: YAMLNode?

    /// The fields.
    enum Fields {
        static let version = Field("version", .integer(1...1), required: true, "The version of this format: 1.")
        static let name = Field("name", .name, required: true, "The team's name, the same as its file's.")
        static let extends = Field("extends", .name, "Another team whose fields hold where this file gives none.")
        static let description = Field("description", .string, "What the team is for.")
        static let agents = Field(
            "agents", .list(of: MemberFields.shape, count: 1...64), required: true, "The agents and how many of each.")
        static let council = Field(
            "council", CouncilFields.shape, "The judges; without a council every proposal is evaluated.")
        static let models = Field("models", ModelTable.shape, "Models declared in the team, by name.")
        static let table = FieldTable(
            "a team",
            [version.row, name.row, extends.row, description.row, agents.row, council.row, models.row])
        /// A team inside a run has no version, name or base of its own.
        static let inline = table.without(["version", "name", "extends"], what: "a team")
    }

    /// The fields of one entry of `agents`.
    enum MemberFields {
        static let agent = Field("agent", YAMLShape<String>.name.located, required: true, "The agent's name.")
        static let count = Field("count", .integer(1...64), "How many of it; 1 unless given.")
        static let overrides = Field(
            "overrides", YAMLShape<YAMLReader>.object(AgentDeclaration.Fields.overrides) { $0.reader },
            "Fields that replace the agent's own in this team.")
        static let table = FieldTable("a team's agent", [agent.row, count.row, overrides.row])
        static let shape = YAMLShape<Member>.object(table) { map in
            let agent = map.value(agent)
            let count = map.value(count)
            let overrides = map.value(overrides)
            guard let agent else { return nil }
            return Member(agent: agent, count: count ?? 1, overrides: overrides?.node)
        }
    }

    /// The fields of a judge.
    enum JudgeFields {
        static let agent = Field("agent", YAMLShape<String>.name.located, required: true, "The judge's name.")
        static let weight = Field(
            "weight", .number(0...1000), "Its share of the votes; the weight it is declared with unless given.")
        static let table = FieldTable("a judge's seat", [agent.row, weight.row])
        static let shape = YAMLShape<Council.Judge>.object(table) { map in
            let agent = map.value(agent)
            let weight = map.value(weight)
            return agent.map { Council.Judge(agent: $0, weight: weight) }
        }
    }

    /// The fields of the council.
    enum CouncilFields {
        static let judges = Field(
            "judges", .list(of: JudgeFields.shape, count: 1...32), required: true, "The judges and their weights.")
        static let quorum = Field(
            "quorum", YAMLShape<Int>.integer(1...32).located,
            "How many must vote for the vote to count; 1 unless given.")
        static let gate = Field(
            "gate", .number(0...1),
            "The weighted share of votes in favour that a proposal needs to be evaluated; 0.5 unless given.")
        static let table = FieldTable("a council", [judges.row, quorum.row, gate.row], isLayered: true)
        static let shape = YAMLShape<Council>.object(table) { map in
            let judges = map.value(judges)
            let quorum = map.value(quorum)
            let gate = map.value(gate)
            guard let judges else { return nil }
            if let quorum, quorum.value > judges.count {
                map.reader.error(
                    "'quorum' is \(quorum.value), but the council has \(judges.count) judges", at: quorum.location)
            }
            return Council(judges: judges, quorum: quorum, gate: gate ?? 0.5)
        }
    }

    /// Reads a team of its own file, whose `extends` is resolved already; nil when a finding leaves no team.
    static func read(_ reader: YAMLReader) -> TeamDeclaration? {
        guard let map = reader.mapping(Fields.table) else { return nil }
        map.requireVersion()
        return read(map, name: map.value(Fields.name) ?? "")
    }

    /// The shape of a team inside a run.
    static let inlineShape = YAMLShape<TeamDeclaration>.object(Fields.inline) { read($0, name: "inline") }

    /// Reads what teams of either kind have.
    private static func read(_ map: MappingReader, name: String) -> TeamDeclaration? {
        let description = map.value(Fields.description)
        let members = map.value(Fields.agents)
        let council = map.value(Fields.council)
        let models = map.value(Fields.models)?.node
        guard let members else { return nil }
        return TeamDeclaration(
            name: name, description: description, members: members, council: council, models: models)
    }
}
