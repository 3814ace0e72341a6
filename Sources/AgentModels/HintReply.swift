/// A profiler's answer: one bottleneck and one change against it.
package struct HintReply: Hashable, Codable, Sendable {
    /// What holds the kernel up.
    package var bottleneck: String
    /// What to do about it.
    package var change: String

    /// A hint.
    package init(bottleneck: String, change: String) {
        self.bottleneck = bottleneck
        self.change = change
    }
}
