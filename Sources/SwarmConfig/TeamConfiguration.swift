import StrictYAML

/// A team with every reference resolved.
package struct TeamConfiguration: Sendable {
    /// The team's name; "inline" for a team inside a run.
    package var name: String
    /// The agents at work, in the order of the file; judges are in the council.
    package var agents: [AgentInstance]
    /// The council; nil for a team that evaluates every proposal.
    package var council: Council?

    /// Every agent, judges last.
    package var everyone: [AgentInstance] { agents + (council?.judges.map(\.agent) ?? []) }

    /// The team as JSON.
    var json: JSONValue {
        .object([
            .init("name", .string(name)), .init("agents", .array(agents.map(\.json))),
            .init("council", council?.json ?? .null),
        ])
    }
}
