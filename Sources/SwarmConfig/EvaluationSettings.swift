import StrictYAML

/// What a run asks of the evaluator.
package struct EvaluationSettings: Hashable, Sendable {
    /// How many lane-instructions a candidate may execute at one size before it is over budget; nil for the evaluator's own.
    package var instructionBudget: Int?

    /// The fields.
    enum Fields {
        static let instructionBudget = Field(
            "instruction_budget", .integer(1000...(.max)),
            "How many lane-instructions a candidate may execute at one size; the evaluator's own limit unless given.")
        static let table = FieldTable("evaluation settings", [instructionBudget.row])
    }

    /// Settings as YAML gives them.
    static let shape = YAMLShape<EvaluationSettings>.object(Fields.table) { map in
        EvaluationSettings(instructionBudget: map.value(Fields.instructionBudget))
    }

    /// The settings as JSON.
    var json: JSONValue {
        .object(instructionBudget.map { [.init("instruction_budget", .integer($0))] } ?? [])
    }
}
