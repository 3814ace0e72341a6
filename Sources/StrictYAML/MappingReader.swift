package import Diagnostics

/// A mapping being read, whose unknown keys are reported already.
package struct MappingReader {
    /// What the mapping is, with its article: "an agent".
    package let what: String
    /// The mapping as a value.
    package let reader: YAMLReader
    /// The keys it may have.
    package let knownKeys: [String]
    /// The entries by key.
    private let entries: [String: YAMLNode.Entry]

    /// A mapping of known keys; others are reported with the nearest known one.
    init(_ entries: [YAMLNode.Entry], of what: String, in reader: YAMLReader, keys: [String]) {
        self.what = what
        self.reader = reader
        knownKeys = keys
        self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
        for entry in entries where !keys.contains(entry.key) && !reader.sink.isFull {
            reader.error(
                "unknown key '\(entry.key)' in \(what)", at: entry.keyLocation,
                hint: suggestion(for: entry.key, among: keys) ?? "known keys: \(keys.joined(separator: ", "))")
        }
    }

    /// Whether `key` is given.
    package func has(_ key: String) -> Bool { entries[key] != nil }

    /// Where `key` is written; nil when it is not given.
    package func location(of key: String) -> SourceLocation? { entries[key]?.keyLocation }

    /// The value of `key` as a reader; nil when it is not given.
    ///
    /// - Precondition: `key` is a known key.
    package func reader(_ key: String) -> YAMLReader? {
        assert(knownKeys.contains(key), "'\(key)' is read but not among the known keys of \(what)")
        guard let entry = entries[key] else { return nil }
        return YAMLReader(entry.value, label: "'\(key)'", sink: reader.sink)
    }

    /// The value of `key`; nil when it is missing or wrong, either of which is reported.
    package func required<Value>(_ key: String, _ shape: YAMLShape<Value>) -> Value? {
        guard let value = reader(key) else {
            reader.error("missing key '\(key)' in \(what)")
            return nil
        }
        return value.value(shape)
    }

    /// The value of `key` with its place; nil when it is missing or wrong, either of which is reported.
    package func requiredLocated<Value>(_ key: String, _ shape: YAMLShape<Value>) -> Located<Value>? {
        required(key, shape).map { Located($0, at: reader(key)?.location ?? reader.location) }
    }

    /// The value of `key`; nil when it is absent, or wrong, which is reported.
    package func optional<Value>(_ key: String, _ shape: YAMLShape<Value>) -> Value? {
        reader(key).flatMap { $0.value(shape) }
    }

    /// The value of `key` with its place; nil when it is absent, or wrong, which is reported.
    package func optionalLocated<Value>(_ key: String, _ shape: YAMLShape<Value>) -> Located<Value>? {
        optional(key, shape).map { Located($0, at: reader(key)?.location ?? reader.location) }
    }

    /// The value of `key`; `fallback` when it is absent, or wrong, which is reported.
    package func optional<Value>(_ key: String, _ shape: YAMLShape<Value>, default fallback: Value) -> Value {
        optional(key, shape) ?? fallback
    }

    /// Checks the key `version`, which every file begins with.
    ///
    /// Returns whether the file can be read on.
    @discardableResult
    package func requireVersion(_ supported: Int = 1) -> Bool {
        guard let version = reader("version") else {
            reader.error("missing key 'version' in \(what)", hint: "begin the file with 'version: \(supported)'")
            return false
        }
        guard version.scalar?.isBroken != true else { return false }
        guard version.scalar?.value == .integer(supported) else {
            let found = version.scalar.map { "'\($0.text)'" } ?? version.node.summary
            version.error("unsupported version \(found)", hint: "this program reads 'version: \(supported)'")
            return false
        }
        return true
    }
}

extension YAMLReader {
    /// The mapping, whose keys must be among `keys`; nil when this is no mapping, which is reported.
    ///
    /// - Parameters:
    ///   - what: What the mapping is, with its article: "an agent".
    ///   - keys: The known keys; every other one is reported.
    package func mapping(_ what: String, keys: [String]) -> MappingReader? {
        guard case .mapping(let entries) = node.content else {
            mismatch("a mapping of keys to values")
            return nil
        }
        return MappingReader(entries, of: what, in: self, keys: keys)
    }
}

/// "did you mean '…'?" for a slip of the hand; nil when nothing is near.
///
/// Long words are not compared: the distance is quadratic and a slip keeps a word short.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    guard !word.isEmpty, word.count <= 64 else { return nil }
    return nearestName(to: word, among: candidates).map { "did you mean '\($0)'?" }
}
