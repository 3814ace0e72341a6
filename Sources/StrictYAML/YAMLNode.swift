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
    }

    /// What the value is.
    package var content: Content
    /// Where the value begins; for an alias, where the aliased value begins.
    package var location: SourceLocation

    /// The value as a message names it: "the text 'x'", "the whole number 3", "a list".
    package var summary: String {
        switch content {
        case .scalar(let scalar): scalar.summary
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
