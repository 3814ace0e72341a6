package import StrictYAML

/// The fields of one kind of mapping, in the order they are documented.
package struct FieldTable: Sendable {
    /// One field without its type.
    package struct Row: Sendable {
        /// The key.
        package let key: String
        /// Whether a complete declaration has it.
        package let isRequired: Bool
        /// What it means.
        package let summary: String
        /// The JSON Schema of its value.
        package let schema: JSONValue
    }

    /// What the mapping is, with its article: "an agent".
    package let what: String
    /// The fields.
    package let rows: [Row]
    /// Members added to the schema: what depends on several fields at once.
    package let conditions: [JSONValue.Member]
    /// Whether a mapping in a file may be a part that is laid over another file's, so that nothing is required of it.
    package let isLayered: Bool

    /// A table of fields.
    package init(_ what: String, _ rows: [Row], isLayered: Bool = false, conditions: [JSONValue.Member] = []) {
        self.what = what
        self.rows = rows
        self.isLayered = isLayered
        self.conditions = conditions
    }

    /// The known keys.
    package var keys: [String] { rows.map(\.key) }

    /// The fields without those of `keys`, for a part that is laid over a whole.
    ///
    /// Conditions are dropped, because they may speak of the fields left out.
    package func without(_ keys: Set<String>, what: String) -> FieldTable {
        FieldTable(what, rows.filter { !keys.contains($0.key) }, isLayered: true)
    }

    /// The JSON Schema of the mapping.
    ///
    /// A table with an `extends` field requires its other fields only where nothing is extended; `version` and
    /// `name` are never inherited.
    package var schema: JSONValue {
        let required = isLayered ? [] : rows.filter(\.isRequired).map(\.key)
        let neverInherited = required.filter { !keys.contains("extends") || ["version", "name"].contains($0) }
        let inheritable = required.filter { !neverInherited.contains($0) }
        var members: [JSONValue.Member] = [
            .init("type", .string("object")),
            .init(
                "properties",
                .object(rows.map { .init($0.key, Self.described($0.schema, by: $0.summary)) })),
            .init("patternProperties", .object([.init("^x-", .bool(true)), .init("^<<$", .bool(true))])),
            .init("additionalProperties", .bool(false)),
        ]
        if !neverInherited.isEmpty { members.append(.init("required", .array(neverInherited.map(JSONValue.string)))) }
        if !inheritable.isEmpty {
            let complete = JSONValue.object([.init("required", .array(inheritable.map(JSONValue.string)))])
            let extending = JSONValue.object([.init("required", .array([.string("extends")]))])
            members.append(.init("anyOf", .array([extending, complete])))
        }
        return .object(members + conditions)
    }

    /// A field's schema with its description; a value that is no free text may also be a variable reference.
    private static func described(_ schema: JSONValue, by summary: String) -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        let description = JSONValue.Member("description", .string(summary))
        let types: [JSONValue] = ["integer", "number", "boolean"].map(JSONValue.string)
        let isTyped = schema["type"].map(types.contains) ?? false
        guard isTyped || schema["enum"] != nil || schema["pattern"] != nil else {
            return .object([description] + members)
        }
        let variable = JSONValue.object([.init("$ref", .string("#/$defs/variable"))])
        return .object([description, .init("anyOf", .array([schema, variable]))])
    }
}

extension YAMLReader {
    /// The mapping of a table's fields; nil when this is no mapping, which is reported.
    package func mapping(_ table: FieldTable) -> MappingReader? { mapping(table.what, keys: table.keys) }
}

extension YAMLShape {
    /// A mapping of a table's fields, read by `read`.
    package static func object(
        _ table: FieldTable, _ read: @escaping @Sendable (MappingReader) -> Value?
    ) -> YAMLShape {
        YAMLShape(schema: table.schema) { reader in reader.mapping(table).flatMap(read) }
    }
}
