import StrictYAML

/// What one agent may spend in a run; nil means without limit of its own.
package struct AgentBudget: Hashable, Sendable {
    /// The most proposals and revisions.
    package var proposals: Int?
    /// The most tokens, prompt and answer together.
    package var tokens: Int?
    /// The most requests to its model.
    package var requests: Int?

    /// A budget without limits.
    package init() {}

    /// The fields.
    enum Fields {
        static let proposals = Field("proposals", .integer(1...(.max)), "The most proposals and revisions.")
        static let tokens = Field("tokens", .integer(1...(.max)), "The most tokens, prompt and answer together.")
        static let requests = Field("requests", .integer(1...(.max)), "The most requests to the model.")
        static let table = FieldTable("a budget", [proposals.row, tokens.row, requests.row])
    }

    /// A budget as YAML gives it.
    static let shape = YAMLShape<AgentBudget>.object(Fields.table) { map in
        var budget = AgentBudget()
        budget.proposals = map.value(Fields.proposals)
        budget.tokens = map.value(Fields.tokens)
        budget.requests = map.value(Fields.requests)
        return budget
    }

    /// The limits as JSON, absent ones left out.
    var json: JSONValue {
        .object(
            [("proposals", proposals), ("tokens", tokens), ("requests", requests)].compactMap { key, value in
                value.map { JSONValue.Member(key, .integer($0)) }
            })
    }
}
