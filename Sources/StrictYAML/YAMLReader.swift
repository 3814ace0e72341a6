package import Diagnostics

/// A value being read: its node, what messages call it, and where findings go.
package struct YAMLReader {
    /// The value.
    package let node: YAMLNode
    /// What messages call the value: `'weight'`, `item 2 of 'reads'`, `the document`.
    package let label: String
    /// Where findings go.
    package let sink: DiagnosticSink

    /// A reader of `node`, whose text is registered with `sink`.
    package init(_ node: YAMLNode, label: String, sink: DiagnosticSink) {
        self.node = node
        self.label = label
        self.sink = sink
    }

    /// Reads a whole text with `body`, and throws every finding in text order when one is an error.
    ///
    /// Warnings alone do not throw; use `YAMLDocument` with a sink of your own to see them.
    package static func read<Value>(
        _ text: String, file: String, environment: [String: String]? = nil, limits: YAMLLimits = YAMLLimits(),
        _ body: (YAMLReader) -> Value?
    ) throws(DiagnosticError) -> Value {
        let sink = DiagnosticSink()
        let document = YAMLDocument(text, file: file, environment: environment, limits: limits, into: sink)
        return try finish(document, sink, body)
    }

    /// Reads a text inside a larger file with `body`.
    package static func read<Value>(
        _ text: String, placement: YAMLPlacement, environment: [String: String]? = nil,
        limits: YAMLLimits = YAMLLimits(), _ body: (YAMLReader) -> Value?
    ) throws(DiagnosticError) -> Value {
        let sink = DiagnosticSink()
        let document = YAMLDocument(text, placement: placement, environment: environment, limits: limits, into: sink)
        return try finish(document, sink, body)
    }

    /// Reads a parsed document and throws what was found.
    private static func finish<Value>(
        _ document: YAMLDocument?, _ sink: DiagnosticSink, _ body: (YAMLReader) -> Value?
    ) throws(DiagnosticError) -> Value {
        let value = document.flatMap { body($0.reader(into: sink)) }
        try sink.throwIfErrors()
        guard let value else {
            throw DiagnosticError([Diagnostic(.error, at: nil, "the document could not be read")])
        }
        return value
    }

    /// Where the value begins.
    package var location: SourceLocation { node.location }

    /// Whether the value is `null`, `~` or nothing.
    package var isNull: Bool {
        if case .scalar(let scalar) = node.content { scalar.value == .null } else { false }
    }

    /// The scalar; nil for a list or a mapping.
    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = node.content { scalar } else { nil }
    }

    /// Whether the value is a mapping.
    package var isMapping: Bool {
        if case .mapping = node.content { true } else { false }
    }

    /// The items of a list, each a reader; nil when this is no list, which is reported.
    package func list() -> [YAMLReader]? {
        guard case .sequence(let items) = node.content else {
            mismatch("a list", hint: isMapping ? nil : "write [a, b] or one '- item' a line")
            return nil
        }
        return items.enumerated().map { index, item in
            YAMLReader(item, label: "item \(index + 1) of \(label)", sink: sink)
        }
    }

    /// The entries of a mapping with free keys; nil when this is no mapping, which is reported.
    package func entries() -> [(key: Located<String>, value: YAMLReader)]? {
        guard case .mapping(let entries) = node.content else {
            mismatch("a mapping of keys to values")
            return nil
        }
        return entries.map { entry in
            let value = YAMLReader(entry.value, label: "'\(entry.key)'", sink: sink)
            return (Located(entry.key, at: entry.keyLocation), value)
        }
    }

    /// Reports an error at `location`, or where the value begins.
    package func error(_ message: String, at location: SourceLocation? = nil, hint: String? = nil) {
        sink.report(at: location ?? node.location, message, hint: hint)
    }

    /// Reports that the value is not `expected`.
    package func mismatch(_ expected: String, hint: String? = nil) {
        error("\(label) must be \(expected), not \(node.summary)", hint: hint)
    }
}

extension YAMLDocument {
    /// A reader of the root that reports to `sink`.
    package func reader(into sink: DiagnosticSink) -> YAMLReader {
        YAMLReader(root, label: "the document", sink: sink)
    }
}
