/// What the model expects of a point.
package struct Prediction: Hashable, Sendable {
    /// Expected base-2 logarithm of the time in nanoseconds.
    package let mean: Double
    /// Standard deviation of that logarithm.
    package let spread: Double
    /// Probability that the point has a time at all.
    package let feasibility: Double

    /// Expected time in nanoseconds.
    package var nanoseconds: Double { PortableMath.exp2(mean) }
}
