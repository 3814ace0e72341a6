import Diagnostics
import StrictYAML

/// The findings of reading `text`, each rendered, or an empty list when it reads well.
func findings(
    _ text: String, environment: [String: String]? = nil, limits: YAMLLimits = YAMLLimits(),
    _ body: (YAMLReader) -> Void = { _ in }
) -> [String] {
    let sink = DiagnosticSink()
    if let document = YAMLDocument(text, file: "a.yaml", environment: environment, limits: limits, into: sink) {
        body(document.reader(into: sink))
    }
    return sink.inTextOrder.map(\.rendered)
}

/// The tree of a text that has no mistakes; nil otherwise.
func tree(_ text: String, environment: [String: String]? = nil) -> YAMLNode? {
    let sink = DiagnosticSink()
    let document = YAMLDocument(text, file: "a.yaml", environment: environment, into: sink)
    return sink.diagnostics.isEmpty ? document?.root : nil
}

/// A tree without places: lists in brackets, mappings in braces, quoted texts in quotes.
func shown(_ node: YAMLNode?) -> String {
    switch node?.content {
    case nil: "-"
    case .scalar(let scalar):
        switch scalar.value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): "'\(value)'"
        }
    case .sequence(let items): "[" + items.map(shown).joined(separator: ", ") + "]"
    case .mapping(let entries): "{" + entries.map { "\($0.key): \(shown($0.value))" }.joined(separator: ", ") + "}"
    }
}
