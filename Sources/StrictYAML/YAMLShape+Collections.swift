extension YAMLShape {
    /// A list of values of one shape; wrong items are all reported.
    package static func list<Element>(
        of element: YAMLShape<Element>, count: ClosedRange<Int> = 0...(.max)
    ) -> YAMLShape where Value == [Element] {
        var schema: [JSONValue.Member] = [.init("type", .string("array")), .init("items", element.schema)]
        if count.lowerBound > 0 { schema.append(.init("minItems", .integer(count.lowerBound))) }
        if count.upperBound < .max { schema.append(.init("maxItems", .integer(count.upperBound))) }
        return YAMLShape(schema: .object(schema)) { reader in
            guard let items = reader.list() else { return nil }
            guard count.contains(items.count) else {
                let expected =
                    count.upperBound == .max
                    ? "at least \(count.lowerBound)"
                    : count.lowerBound == count.upperBound
                        ? "\(count.lowerBound)" : "between \(count.lowerBound) and \(count.upperBound)"
                reader.error("\(reader.label) must have \(expected) items, not \(items.count)")
                return nil
            }
            let values = items.map { $0.value(element) }
            let good = values.compactMap { $0 }
            return good.count == values.count ? good : nil
        }
    }

    /// A mapping with free keys and values of one shape, in the order of the text; wrong values are all reported.
    package static func map<Element>(
        of element: YAMLShape<Element>
    ) -> YAMLShape where Value == [(key: Located<String>, value: Element)] {
        let schema = JSONValue.object([
            .init("type", .string("object")), .init("additionalProperties", element.schema),
        ])
        return YAMLShape(schema: schema) { reader in
            guard let entries = reader.entries() else { return nil }
            let values = entries.map { (key: $0.key, value: $0.value.value(element)) }
            let good = values.compactMap { entry in entry.value.map { (key: entry.key, value: $0) } }
            return good.count == values.count ? good : nil
        }
    }
}
