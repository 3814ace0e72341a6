import StrictYAML

/// The judges of a run and what their votes need.
package struct Council: Sendable {
    /// One seat.
    package struct Judge: Sendable {
        /// Who sits on it.
        package var agent: AgentInstance
        /// Its share of the votes, not normalised.
        package var weight: Double
    }

    /// The judges, in the order of the file.
    package var judges: [Judge]
    /// How many must vote for the vote to count.
    package var quorum: Int
    /// The weighted share of votes in favour, 0 to 1, that a proposal needs to be evaluated.
    package var gate: Double

    /// The council as JSON.
    var json: JSONValue {
        .object([
            .init(
                "judges",
                .array(judges.map { .object([.init("judge", $0.agent.json), .init("weight", .number($0.weight))]) })),
            .init("quorum", .integer(quorum)), .init("gate", .number(gate)),
        ])
    }
}
