package import Diagnostics

/// A YAML value with its place: aliases expanded, merge keys resolved, variables replaced, `x-` keys dropped.
package struct YAMLNode: Hashable, Sendable {
    /// What the value is.
    package indirect enum Content: Hashable, Sendable {
        /// A text, number, truth value or null.
        case scalar(YAMLScalar)
        /// A list.
        case sequence([YAMLNode])
        /// A mapping: keys are unique, own keys in the order of the text, then merged ones.
        case mapping([Entry])
    }

    /// One key of a mapping with its value.
    package struct Entry: Hashable, Sendable {
        /// The key's text.
        package var key: String
        /// Where the key is.
        package var keyLocation: SourceLocation
        /// The value.
        package var value: YAMLNode

        /// A key with its value.
        package init(key: String, keyLocation: SourceLocation, value: YAMLNode) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    /// What the value is.
    package var content: Content
    /// Where the value begins; for an alias, where the aliased value begins.
    package var location: SourceLocation

    /// A value at a place.
    package init(content: Content, location: SourceLocation) {
        self.content = content
        self.location = location
    }

    /// The entries of a mapping; nil for anything else.
    package var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The entry of `key` in a mapping; nil when there is none.
    package func entry(_ key: String) -> Entry? { entries?.first { $0.key == key } }

    /// This value laid over `base`: mappings are joined key by key, everything else replaces what it covers.
    ///
    /// Every part keeps the place it was read from.
    package func merged(over base: YAMLNode) -> YAMLNode {
        guard let entries, let baseEntries = base.entries else { return self }
        let own = Set(entries.map(\.key))
        let below = Dictionary(baseEntries.map { ($0.key, $0.value) }) { first, _ in first }
        let joined = entries.map { entry in
            guard let covered = below[entry.key] else { return entry }
            return Entry(key: entry.key, keyLocation: entry.keyLocation, value: entry.value.merged(over: covered))
        }
        return YAMLNode(
            content: .mapping(joined + baseEntries.filter { !own.contains($0.key) }), location: location)
    }

    /// This mapping without `keys`; anything else as it is.
    package func removing(_ keys: Set<String>) -> YAMLNode {
        guard let entries else { return self }
        return YAMLNode(content: .mapping(entries.filter { !keys.contains($0.key) }), location: location)
    }

    /// The value as a message names it: "the text 'x'", "the whole number 3", "a list".
    package var summary: String {
        switch content {
        case .scalar(let scalar): scalar.summary
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
