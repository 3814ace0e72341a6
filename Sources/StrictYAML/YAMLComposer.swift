import Diagnostics
import Yams

/// Builds `YAMLNode`s from the parser's nodes: merges, drops `x-` keys, replaces variables, keeps to the limits.
struct YAMLComposer {
    /// Where the text lies.
    let placement: YAMLPlacement
    /// The variables that `${…}` may name; nil leaves `$` alone.
    let environment: [String: String]?
    /// How deep and how many.
    let limits: YAMLLimits
    /// The keys behind the private-use characters that stand for them.
    let maskedKeys: [String: String]
    /// Where findings go.
    let sink: DiagnosticSink
    /// How many nodes were built.
    private var count = 0
    /// Whether a limit was passed; everything after it is given up, so that one finding says it.
    private var isOverLimit = false

    /// A composer that reports to `sink`.
    init(
        placement: YAMLPlacement, environment: [String: String]?, limits: YAMLLimits, maskedKeys: [String: String],
        sink: DiagnosticSink
    ) {
        self.placement = placement
        self.environment = environment
        self.limits = limits
        self.maskedKeys = maskedKeys
        self.sink = sink
    }

    /// The tree of `root`; nil when a limit was passed.
    mutating func compose(_ root: Node?) -> YAMLNode? {
        guard let root else {
            let location = placement.location(line: 1, scalarColumn: 1)
            return YAMLNode(content: .scalar(YAMLScalar(text: "", raw: "", isQuoted: false)), location: location)
        }
        return node(root, depth: 1)
    }

    /// The tree of one parser node.
    private mutating func node(_ node: Node, depth: Int) -> YAMLNode? {
        guard !isOverLimit else { return nil }
        let location = location(of: node)
        count += 1
        guard count <= limits.nodes else {
            return refuse(
                at: location, "the document has more than \(limits.nodes) values once its aliases are expanded")
        }
        guard depth <= limits.depth else {
            return refuse(at: location, "lists and mappings are nested more than \(limits.depth) levels deep")
        }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(content: .scalar(self.scalar(scalar, at: location)), location: location)
        case .sequence(let sequence):
            check(tag: sequence.tag, allowed: [Tag.Name.seq], at: location)
            var items: [YAMLNode] = []
            for item in sequence {
                guard let item = self.node(item, depth: depth + 1) else { return nil }
                items.append(item)
            }
            return YAMLNode(content: .sequence(items), location: location)
        case .mapping(let mapping):
            check(tag: mapping.tag, allowed: [Tag.Name.map], at: location)
            guard let entries = entries(of: mapping, depth: depth) else { return nil }
            return YAMLNode(content: .mapping(entries), location: location)
        case .alias:
            // The parser replaces aliases by what they name.
            return refuse(at: location, "invalid YAML: an alias that names nothing")
        }
    }

    /// The entries of a mapping, merged ones last; nil when a limit was passed.
    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> [YAMLNode.Entry]? {
        var own: [YAMLNode.Entry] = []
        var merged: [YAMLNode.Entry] = []
        var places: [String: SourceLocation] = [:]
        for (key, value) in mapping {
            let place = location(of: key)
            guard case .scalar(let scalar) = key else {
                report(at: place, "a key must be a text", hint: "write 'key: value'")
                continue
            }
            let name = maskedKeys[scalar.string] ?? scalar.string
            if let first = places[name] {
                report(at: place, "duplicate key '\(name)'", hint: "first given on line \(first.line)")
                continue
            }
            places[name] = place
            if name.hasPrefix("x-") { continue }
            guard let node = node(value, depth: depth + 1) else { return nil }
            if name == "<<", scalar.style == .plain {
                merged += mergedEntries(from: node)
            } else {
                own.append(YAMLNode.Entry(key: name, keyLocation: place, value: node))
            }
        }
        var seen = Set(own.map(\.key))
        return own + merged.filter { seen.insert($0.key).inserted }
    }

    /// The entries that `<<` brings in: of a mapping, or of a list of mappings with earlier ones winning.
    private func mergedEntries(from node: YAMLNode) -> [YAMLNode.Entry] {
        switch node.content {
        case .mapping(let entries): return entries
        case .sequence(let items): return items.flatMap(mergedEntries)
        case .scalar:
            report(
                at: node.location, "'<<' must be a mapping or a list of mappings, not \(node.summary)",
                hint: "write '<<: *anchor'")
            return []
        }
    }

    /// A scalar with its variables replaced.
    private func scalar(_ scalar: Node.Scalar, at location: SourceLocation) -> YAMLScalar {
        let known = [Tag.Name.str, .int, .float, .bool, .null]
        check(tag: scalar.tag, allowed: known, at: location)
        let isQuoted = scalar.tag.rawValue == Tag.Name.str.rawValue || scalar.tag.rawValue == "!"
        // A masked value cannot be: only keys are masked.
        guard let environment else {
            return YAMLScalar(text: scalar.string, raw: scalar.string, isQuoted: isQuoted)
        }
        let expansion = EnvironmentExpansion(of: scalar.string, in: environment)
        for problem in expansion.problems {
            report(
                at: place(of: problem.fragment, from: location), problem.message, hint: problem.hint)
        }
        var result = YAMLScalar(text: expansion.text, raw: scalar.string, isQuoted: isQuoted)
        result.isBroken = !expansion.problems.isEmpty
        return result
    }

    /// Where `fragment` is written at or after `start`, which is where its scalar begins.
    private func place(of fragment: String, from start: SourceLocation) -> SourceLocation {
        let needle = Array(fragment.prefix { !$0.isNewline })
        for line in start.line..<(start.line + 200) {
            guard let text = placement.source.line(line) else { break }
            let characters = Array(text)
            let first = line == start.line ? max(0, start.column - 1) : 0
            guard !needle.isEmpty, characters.count >= needle.count else { continue }
            for index in stride(from: first, through: characters.count - needle.count, by: 1)
            where characters[index...].starts(with: needle) {
                return placement.source.location(line: line, column: index + 1)
            }
        }
        return start
    }

    /// Refuses tags that are not of the core schema, so that no file can name code.
    private func check(tag: Tag, allowed: [Tag.Name], at location: SourceLocation) {
        let name = tag.rawValue
        guard !name.isEmpty, name != "!", !allowed.contains(where: { $0.rawValue == name }) else { return }
        let prefix = "tag:yaml.org,2002:"
        let shown = name.hasPrefix(prefix) ? "!!" + name.dropFirst(prefix.count) : name
        report(at: location, "tag '\(shown)' is not allowed", hint: "files hold data only; remove the tag")
    }

    /// Where a parser node begins.
    private func location(of node: Node) -> SourceLocation {
        placement.location(line: node.mark?.line ?? 1, scalarColumn: node.mark?.column ?? 1)
    }

    /// Reports an error.
    private func report(at location: SourceLocation, _ message: String, hint: String? = nil) {
        sink.report(at: location, message, hint: hint)
    }

    /// Reports that a limit was passed and gives up.
    private mutating func refuse(at location: SourceLocation, _ message: String) -> YAMLNode? {
        isOverLimit = true
        report(at: location, message)
        return nil
    }
}
