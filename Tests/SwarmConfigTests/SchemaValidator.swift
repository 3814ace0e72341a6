import StrictYAML

/// A small JSON Schema validator: what the shipped schema uses, and a complaint about anything else.
struct SchemaValidator {
    /// The schema's document, for references.
    let document: JSONValue

    /// What is wrong with `value`, or with the schema; empty when it is valid.
    func violations(of value: JSONValue, by schema: JSONValue? = nil, at path: String = "$") -> [String] {
        let schema = schema ?? document
        if case .bool(let isAllowed) = schema { return isAllowed ? [] : ["\(path): not allowed"] }
        guard case .object(let members) = schema else { return ["\(path): the schema is no object"] }
        return members.flatMap { violations(of: value, keyword: $0.key, $0.value, in: schema, at: path) }
    }

    /// What is wrong by one keyword.
    private func violations(
        of value: JSONValue, keyword: String, _ rule: JSONValue, in schema: JSONValue, at path: String
    ) -> [String] {
        switch (keyword, rule) {
        case ("$schema", _), ("title", _), ("description", _), ("$defs", _), ("then", _), ("multipleOf", _): return []
        case ("$ref", .string(let reference)):
            let target = reference.split(separator: "/").dropFirst().reduce(Optional(document)) { $0?[String($1)] }
            return target.map { violations(of: value, by: $0, at: path) } ?? ["\(path): no \(reference)"]
        case ("type", .string(let type)): return hasType(value, type) ? [] : ["\(path): not of type \(type)"]
        case ("type", .array(let types)):
            return types.contains { if case .string(let type) = $0 { hasType(value, type) } else { false } }
                ? [] : ["\(path): of none of the types"]
        case ("enum", .array(let values)): return values.contains(value) ? [] : ["\(path): not one of the values"]
        case ("const", _): return value == rule ? [] : ["\(path): not \(rule.compact)"]
        case ("required", .array(let keys)):
            guard case .object = value else { return [] }
            return keys.compactMap {
                if case .string(let key) = $0, value[key] == nil { "\(path): no \(key)" } else { nil }
            }
        case ("properties", .object(let properties)):
            return properties.flatMap { property in
                value[property.key].map { violations(of: $0, by: property.value, at: "\(path).\(property.key)") } ?? []
            }
        case ("patternProperties", .object(let patterns)):
            guard patterns.allSatisfy({ $0.value == .bool(true) }) else { return ["\(path): unsupported patterns"] }
            return []
        case ("additionalProperties", _):
            return keys(of: value).filter { schema["properties"]?[$0] == nil && !$0.hasPrefix("x-") && $0 != "<<" }
                .flatMap { key in
                    value[key].map { violations(of: $0, by: rule, at: "\(path).\(key)") } ?? []
                }
        case ("propertyNames", _):
            return keys(of: value).flatMap { violations(of: .string($0), by: rule, at: "\(path).\($0)") }
        case ("items", _):
            guard case .array(let items) = value else { return [] }
            return items.enumerated().flatMap { violations(of: $1, by: rule, at: "\(path)[\($0)]") }
        case ("minItems", .integer(let count)): return counts(value, { $0 >= count }) ? [] : ["\(path): too few"]
        case ("maxItems", .integer(let count)): return counts(value, { $0 <= count }) ? [] : ["\(path): too many"]
        case ("minLength", .integer(let count)):
            if case .string(let text) = value, text.count < count { return ["\(path): too short"] }
            return []
        case ("minimum", _): return number(value).map { $0 >= number(rule) ?? 0 } ?? true ? [] : ["\(path): too small"]
        case ("maximum", _): return number(value).map { $0 <= number(rule) ?? 0 } ?? true ? [] : ["\(path): too large"]
        case ("pattern", .string(let pattern)):
            guard case .string(let text) = value else { return [] }
            guard let regex = try? Regex(pattern) else { return ["\(path): bad pattern \(pattern)"] }
            return text.contains(regex) ? [] : ["\(path): does not match \(pattern)"]
        case ("anyOf", .array(let schemas)):
            let results = schemas.map { violations(of: value, by: $0, at: path) }
            return results.contains([]) ? [] : ["\(path): none of"] + results.joined()
        case ("allOf", .array(let schemas)): return schemas.flatMap { violations(of: value, by: $0, at: path) }
        case ("if", _):
            guard violations(of: value, by: rule, at: path).isEmpty, let then = schema["then"] else { return [] }
            return violations(of: value, by: then, at: path)
        default: return ["\(path): unsupported keyword \(keyword)"]
        }
    }

    /// The keys of an object.
    private func keys(of value: JSONValue) -> [String] {
        if case .object(let members) = value { members.map(\.key) } else { [] }
    }

    /// Whether a list's count fulfils a condition; true for anything else.
    private func counts(_ value: JSONValue, _ condition: (Int) -> Bool) -> Bool {
        if case .array(let items) = value { condition(items.count) } else { true }
    }

    /// The number of a value.
    private func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Whether a value has a JSON Schema type.
    private func hasType(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"), (.null, "null"),
            (.integer, "integer"), (.integer, "number"), (.number, "number"):
            true
        default: false
        }
    }
}

extension JSONValue {
    /// A YAML tree as JSON.
    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            switch scalar.value {
            case .null: self = .null
            case .bool(let value): self = .bool(value)
            case .integer(let value): self = .integer(value)
            case .number(let value): self = .number(value)
            case .text(let value): self = .string(value)
            }
        case .sequence(let items): self = .array(items.map(JSONValue.init))
        case .mapping(let entries): self = .object(entries.map { .init($0.key, JSONValue($0.value)) })
        }
    }
}
