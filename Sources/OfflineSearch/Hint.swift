/// What a profiler saw in the best point's trace: one bottleneck, and perhaps which way to move.
package struct Hint: Hashable, Sendable {
    /// Which way a parameter should go.
    package enum Direction: String, Hashable, Sendable {
        case up
        case down
    }

    /// Name of the metric that stands for the bottleneck, as observations carry it: `latency`, `dram-bandwidth`, ….
    ///
    /// Which moves change that metric is learned from the observations; no parameter is known by name.
    package let bottleneck: String
    /// Parameters with a preferred direction, by name; weighed lightly.
    package let preferred: [String: Direction]

    /// A hint.
    package init(bottleneck: String, preferred: [String: Direction] = [:]) {
        self.bottleneck = bottleneck
        self.preferred = preferred
    }
}
