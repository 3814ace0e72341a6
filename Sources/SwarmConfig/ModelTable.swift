import Diagnostics
import StrictYAML

/// The models that agents can name, from the files of agents, team and run laid over each other.
struct ModelTable {
    /// The entries by name, `extends` unresolved.
    private var entries: [String: YAMLNode.Entry] = [:]
    /// The names in the order they were met.
    private(set) var names: [String] = []

    /// The shape of `models:` in a file; entries are read later, when they have been laid over each other.
    static let shape = YAMLShape<YAMLReader>(
        schema: .object([
            .init("type", .string("object")),
            .init("patternProperties", .object([.init("^x-", .bool(true)), .init("^<<$", .bool(true))])),
            .init("additionalProperties", .object([.init("$ref", .string("#/$defs/model"))])),
        ])
    ) { reader in reader.entries() == nil ? nil : reader }

    /// Lays the models of `node` over those that are here.
    mutating func lay(_ node: YAMLNode?) {
        for entry in node?.entries ?? [] {
            if let below = entries[entry.key] {
                entries[entry.key]?.value = entry.value.merged(over: below.value)
                entries[entry.key]?.keyLocation = entry.keyLocation
            } else {
                entries[entry.key] = entry
                names.append(entry.key)
            }
        }
    }

    /// Every declared model that reads well; mistakes go to `sink`, in models that no agent uses as well.
    func readAll(into sink: DiagnosticSink) -> [String: ModelConfiguration] {
        var models: [String: ModelConfiguration] = [:]
        for name in names {
            guard let entry = entries[name] else { continue }
            if ModelConfiguration.inline(name) != nil {
                sink.report(
                    at: entry.keyLocation, "'\(name)' cannot be declared: it names a model already",
                    hint: "choose another name")
                continue
            }
            guard let node = resolve(name, chain: [], into: sink) else { continue }
            let reader = YAMLReader(node, label: "'\(name)'", sink: sink)
            if let model = ModelConfiguration.read(reader, name: name) { models[name] = model }
        }
        return models
    }

    /// The entry `name` with what it extends below it; nil when that goes in a circle or leads nowhere.
    private func resolve(_ name: String, chain: [String], into sink: DiagnosticSink) -> YAMLNode? {
        guard let node = entries[name]?.value else { return nil }
        guard let extends = node.entry("extends"), case .scalar(let scalar) = extends.value.content else { return node }
        let parent = scalar.text
        let path = chain + [name]
        if path.contains(parent) {
            let circle = (path.drop { $0 != parent } + [parent]).joined(separator: " -> ")
            sink.report(at: extends.value.location, "'extends' goes in a circle: \(circle)")
            return nil
        }
        guard entries[parent] != nil else {
            sink.report(
                at: extends.value.location, "model '\(parent)' is not declared",
                hint: suggestion(for: parent, among: names))
            return nil
        }
        guard let below = resolve(parent, chain: path, into: sink) else { return nil }
        return node.merged(over: below.removing(["extends"]))
    }
}
