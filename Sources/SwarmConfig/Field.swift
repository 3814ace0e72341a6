package import StrictYAML

/// One key of a declaration: the single place that its reader, its schema and its documentation come from.
package struct Field<Value>: Sendable {
    /// The key.
    package let key: String
    /// What its value must look like.
    package let shape: YAMLShape<Value>
    /// Whether a complete declaration has it.
    package let isRequired: Bool
    /// What it means, in a sentence or two.
    package let summary: String

    /// A key with its shape.
    package init(_ key: String, _ shape: YAMLShape<Value>, required: Bool = false, _ summary: String) {
        self.key = key
        self.shape = shape
        isRequired = required
        self.summary = summary
    }

    /// The key as a row of a table, its value's type forgotten.
    package var row: FieldTable.Row {
        FieldTable.Row(key: key, isRequired: isRequired, summary: summary, schema: shape.schema)
    }
}

extension MappingReader {
    /// The value of a field; nil when it is absent or wrong. Reports a wrong value, and a required field's absence.
    package func value<Value>(_ field: Field<Value>) -> Value? {
        field.isRequired ? required(field.key, field.shape) : optional(field.key, field.shape)
    }

    /// The value of a field with its place; nil when it is absent or wrong, reported as by `value(_:)`.
    package func located<Value>(_ field: Field<Value>) -> Located<Value>? {
        field.isRequired
            ? requiredLocated(field.key, field.shape) : optionalLocated(field.key, field.shape)
    }
}
