import StrictYAML

/// When a run ends; the first rule that holds ends it.
package struct StopRules: Hashable, Sendable {
    /// After this many evaluations.
    package var evaluations: Int?
    /// After this many evaluations in a row without a better kernel.
    package var noImprovement: Int?
    /// When the best kernel is this many times as fast as the competent baseline.
    package var speedupOverCompetent: Double?
    /// After this many tokens of all agents together.
    package var tokens: Int?

    /// The fields.
    enum Fields {
        static let evaluations = Field("evaluations", .integer(1...1_000_000), "Stop after this many evaluations.")
        static let noImprovement = Field(
            "no_improvement", .integer(1...1_000_000),
            "Stop after this many evaluations in a row without a better kernel.")
        static let speedup = Field(
            "speedup_over_competent", .number(0...1_000_000),
            "Stop when the best kernel is this many times as fast as the competent baseline.")
        static let tokens = Field("tokens", .integer(1...(.max)), "Stop after this many tokens of all agents together.")
        static let table = FieldTable("stop rules", [evaluations.row, noImprovement.row, speedup.row, tokens.row])
    }

    /// Stop rules as YAML gives them: at least one, and one that is sure to hold at last.
    static let shape = YAMLShape<StopRules>.object(Fields.table) { map in
        var rules = StopRules()
        rules.evaluations = map.value(Fields.evaluations)
        rules.noImprovement = map.value(Fields.noImprovement)
        rules.speedupOverCompetent = map.value(Fields.speedup)
        rules.tokens = map.value(Fields.tokens)
        if !map.has("evaluations"), !map.has("no_improvement") {
            map.reader.error(
                "nothing here is sure to end the run", hint: "give 'evaluations' or 'no_improvement'")
        }
        return rules
    }

    /// The rules as JSON, absent ones left out.
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        if let evaluations { members.append(.init("evaluations", .integer(evaluations))) }
        if let noImprovement { members.append(.init("no_improvement", .integer(noImprovement))) }
        if let speedupOverCompetent { members.append(.init("speedup_over_competent", .number(speedupOverCompetent))) }
        if let tokens { members.append(.init("tokens", .integer(tokens))) }
        return .object(members)
    }
}
