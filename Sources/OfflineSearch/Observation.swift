package import Candidates

/// What one evaluation told about a point.
package struct Observation: Hashable, Sendable {
    /// How the evaluation ended.
    package enum Outcome: Hashable, Sendable {
        /// A correct kernel with its modelled time in nanoseconds, positive.
        case time(Double)
        /// A kernel without a time: a label such as `compile-error`.
        case failure(String)
    }

    /// The point evaluated.
    package let point: DesignPoint
    /// How it ended.
    package let outcome: Outcome
    /// Bottleneck metrics by name, larger meaning more of that bottleneck; may be empty.
    package let metrics: [String: Double]

    /// An observation.
    package init(point: DesignPoint, outcome: Outcome, metrics: [String: Double] = [:]) {
        self.point = point
        self.outcome = outcome
        self.metrics = metrics
    }
}
