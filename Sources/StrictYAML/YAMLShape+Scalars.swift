/// The JSON Schema of one type.
private func type(_ name: String, _ more: [JSONValue.Member] = []) -> JSONValue {
    .object([.init("type", .string(name))] + more)
}

extension YAMLShape where Value == String {
    /// A text that is not empty.
    package static var string: YAMLShape {
        YAMLShape(schema: type("string", [.init("minLength", .integer(1))])) { reader in
            guard let text = text(of: reader) else { return nil }
            guard !text.isEmpty else {
                reader.error("\(reader.label) must not be empty")
                return nil
            }
            return text
        }
    }

    /// A text, which may be empty.
    package static var anyString: YAMLShape { YAMLShape(schema: type("string"), read: text) }

    /// A text or a number as it is written: what expressions are read from.
    package static var scalarText: YAMLShape {
        let schema = JSONValue.object([.init("type", .array([.string("string"), .string("number")]))])
        return YAMLShape(schema: schema) { reader in
            switch reader.scalar?.value {
            case .text, .integer, .number: return reader.scalar?.text
            case .bool, .null, nil:
                reader.mismatch("a text or a number")
                return nil
            }
        }
    }

    /// A name: lower-case letters, digits and hyphens, a letter or digit first, 64 characters at most.
    package static var name: YAMLShape {
        let schema = type("string", [.init("pattern", .string("^[a-z0-9][a-z0-9-]{0,63}$"))])
        return YAMLShape(schema: schema) { reader in
            guard let text = text(of: reader) else { return nil }
            let isName = text.unicodeScalars.allSatisfy {
                "abcdefghijklmnopqrstuvwxyz0123456789-".unicodeScalars.contains($0)
            }
            guard isName, let first = text.first, first != "-", text.utf8.count <= 64 else {
                reader.error(
                    "\(reader.label) must be a name, not '\(text.prefix(80))'",
                    hint: "a name has lower-case letters, digits and hyphens")
                return nil
            }
            return text
        }
    }

    /// The text of a scalar; a number that a variable brought in is a text here.
    @Sendable private static func text(of reader: YAMLReader) -> String? {
        switch reader.scalar?.value {
        case .text(let text): return text
        case .some where reader.scalar?.isInterpolated == true: return reader.scalar?.text
        case .integer, .number, .bool:
            reader.mismatch("a text", hint: "put it in quotes")
            return nil
        case .null, nil:
            reader.mismatch("a text")
            return nil
        }
    }
}

extension YAMLShape where Value == Int {
    /// A whole number.
    package static var integer: YAMLShape { YAMLShape(schema: type("integer"), read: wholeNumber) }

    /// A whole number within `range`.
    package static func integer(_ range: ClosedRange<Int>) -> YAMLShape {
        let schema = type(
            "integer",
            [.init("minimum", .integer(range.lowerBound))]
                + (range.upperBound == .max ? [] : [.init("maximum", .integer(range.upperBound))]))
        return YAMLShape(schema: schema) { reader in
            guard let value = wholeNumber(reader) else { return nil }
            guard range.contains(value) else {
                let expected =
                    range.upperBound == .max
                    ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
                reader.error("\(reader.label) must be \(expected), not \(value)")
                return nil
            }
            return value
        }
    }

    /// The whole number of a scalar.
    @Sendable private static func wholeNumber(_ reader: YAMLReader) -> Int? {
        switch reader.scalar?.value {
        case .integer(let value): return value
        case .text(let text) where Int(text) != nil:
            reader.mismatch("a whole number", hint: "remove the quotes")
            return nil
        default:
            reader.mismatch("a whole number")
            return nil
        }
    }
}

extension YAMLShape where Value == Double {
    /// A finite number.
    package static var number: YAMLShape { YAMLShape(schema: type("number"), read: finiteNumber) }

    /// A finite number within `range`.
    package static func number(_ range: ClosedRange<Double>) -> YAMLShape {
        let isOpen = range.upperBound == .greatestFiniteMagnitude
        let schema = type(
            "number",
            [.init("minimum", .number(range.lowerBound))]
                + (isOpen ? [] : [.init("maximum", .number(range.upperBound))]))
        return YAMLShape(schema: schema) { reader in
            guard let value = finiteNumber(reader) else { return nil }
            guard range.contains(value) else {
                let lower = shown(range.lowerBound)
                let expected = isOpen ? "at least \(lower)" : "between \(lower) and \(shown(range.upperBound))"
                reader.error("\(reader.label) must be \(expected), not \(reader.scalar?.text ?? shown(value))")
                return nil
            }
            return value
        }
    }

    /// A bound as people write it: whole numbers without a fraction.
    private static func shown(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }

    /// The finite number of a scalar, whole numbers included.
    @Sendable private static func finiteNumber(_ reader: YAMLReader) -> Double? {
        switch reader.scalar?.value {
        case .integer(let value): return Double(value)
        case .number(let value) where value.isFinite: return value
        case .number:
            reader.mismatch("a finite number")
            return nil
        case .text(let text) where Double(text) != nil:
            reader.mismatch("a number", hint: "remove the quotes")
            return nil
        default:
            reader.mismatch("a number")
            return nil
        }
    }
}

extension YAMLShape where Value == Bool {
    /// `true` or `false`.
    package static var boolean: YAMLShape {
        YAMLShape(schema: type("boolean")) { reader in
            if case .bool(let value) = reader.scalar?.value { return value }
            reader.mismatch("true or false")
            return nil
        }
    }
}

extension YAMLShape where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
    /// One of the names of an enumeration.
    package static var choice: YAMLShape {
        let names = Value.allCases.map(\.rawValue)
        let schema = JSONValue.object([.init("enum", .array(names.map(JSONValue.string)))])
        return YAMLShape(schema: schema) { reader in
            if case .text(let text) = reader.scalar?.value, let value = Value(rawValue: text) { return value }
            let list = names.map { "'\($0)'" }.joined(separator: ", ")
            let found = reader.scalar.map { "'\($0.text.prefix(80))'" } ?? reader.node.summary
            reader.error(
                "\(reader.label) must be one of \(list), not \(found)",
                hint: reader.scalar.flatMap { suggestion(for: $0.text, among: names) })
            return nil
        }
    }
}
