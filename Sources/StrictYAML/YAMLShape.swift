/// What a value must look like: how it is read, and the JSON Schema that says the same.
package struct YAMLShape<Value>: Sendable {
    /// The JSON Schema of the values that `read` accepts.
    package let schema: JSONValue
    /// Reads a value; returns nil after reporting what is wrong.
    package let read: @Sendable (YAMLReader) -> Value?

    /// A shape read by `read`, described by `schema`.
    package init(schema: JSONValue, read: @escaping @Sendable (YAMLReader) -> Value?) {
        self.schema = schema
        self.read = read
    }

    /// A shape of one's own where no schema is printed.
    package static func custom(_ read: @escaping @Sendable (YAMLReader) -> Value?) -> YAMLShape {
        YAMLShape(schema: .object([]), read: read)
    }

    /// The same shape with its value transformed; `transform` returns nil after reporting.
    package func then<Other>(
        _ transform: @escaping @Sendable (Value, YAMLReader) -> Other?
    ) -> YAMLShape<Other> {
        let read = read
        return YAMLShape<Other>(schema: schema) { reader in read(reader).flatMap { transform($0, reader) } }
    }

    /// The same shape with members of its schema replaced or added.
    package func describing(_ members: [JSONValue.Member]) -> YAMLShape {
        guard case .object(let old) = schema else { return self }
        let kept = old.filter { member in !members.contains { $0.key == member.key } }
        return YAMLShape(schema: .object(kept + members), read: read)
    }

    /// The same shape with the place of the value kept.
    package var located: YAMLShape<Located<Value>> {
        then { value, reader in Located(value, at: reader.location) }
    }
}

extension YAMLReader {
    /// The value by `shape`; nil when it has another, which is reported.
    ///
    /// A text with a variable that could not be replaced is no value of any shape and was reported before.
    package func value<Value>(_ shape: YAMLShape<Value>) -> Value? {
        scalar?.isBroken == true ? nil : shape.read(self)
    }
}
