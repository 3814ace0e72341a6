package import Diagnostics
import Yams

/// One YAML document, read strictly: with places, without code, and with every mistake reported at once.
///
/// Reading is in two steps. `YAMLReader.read` parses the text into `YAMLNode`s; a closure then reads the root with
/// shapes and reports what it misses. Read every key first and only then `guard`, so that one mistake does not hide
/// the next.
///
/// ```swift
/// let plan = try YAMLReader.read(text, file: "kernel.metal") { root -> Plan? in
///     guard let map = root.mapping("a plan", keys: ["kernel", "threads", "arguments"]) else { return nil }
///     let kernel = map.required("kernel", .string)
///     let threads = map.required("threads", .list(of: .integer(1...1024), count: 1...3))
///     let arguments = map.optional("arguments", .map(of: .string))
///     guard let kernel, let threads else { return nil }
///     return Plan(kernel: kernel, threads: threads, arguments: arguments ?? [])
/// }
/// ```
///
/// A text inside a larger file passes a `YAMLPlacement` instead of a file name. Nested mappings are read with
/// `map.reader("key")?.mapping(…)`, lists of them with `.list(of: .custom("a launch") { reader in … })`, and own
/// findings are reported with `reader.error("…", hint: "…")`. Variables such as `${HOME}` are replaced only when
/// an environment is passed in; without one, `$` is an ordinary character.
package struct YAMLDocument: Sendable {
    /// The outermost value; null for an empty document.
    package let root: YAMLNode
    /// The file that findings name and excerpt.
    package let source: SourceText

    /// Parses `text`; nil when a finding makes its structure unusable. Findings go to `sink`.
    package init?(
        _ text: String, placement: YAMLPlacement, environment: [String: String]? = nil,
        limits: YAMLLimits = YAMLLimits(), into sink: DiagnosticSink
    ) {
        source = placement.source
        sink.register(placement.source)
        let loader = YAMLLoader(placement: placement, limits: limits, sink: sink)
        guard let loaded = loader.load(text) else { return nil }
        var composer = YAMLComposer(
            placement: placement, environment: environment, limits: limits, maskedKeys: loaded.maskedKeys, sink: sink)
        guard let root = composer.compose(loaded.root) else { return nil }
        self.root = root
    }

    /// Parses the whole text of `file`.
    package init?(
        _ text: String, file: String, environment: [String: String]? = nil, limits: YAMLLimits = YAMLLimits(),
        into sink: DiagnosticSink
    ) {
        // A byte order mark would shift the first line's columns.
        let body = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        let placement = YAMLPlacement(in: SourceText(file: file, text: body), line: 1)
        self.init(body, placement: placement, environment: environment, limits: limits, into: sink)
    }
}
