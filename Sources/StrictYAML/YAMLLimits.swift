/// How large a YAML text may be before it is refused.
package struct YAMLLimits: Hashable, Sendable {
    /// The most bytes of UTF-8.
    package var bytes: Int
    /// The most levels of lists and mappings inside each other.
    package var depth: Int
    /// The most values after aliases are expanded: what stops an alias bomb.
    package var nodes: Int

    /// Limits that no honest file comes near: 1 MiB, 64 levels and 50 000 values unless told otherwise.
    package init(bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 50_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
