/// What the elements of an input are drawn from.
package enum InputDistribution: Hashable, Sendable {
    /// Bell-shaped around 0 with this standard deviation, at most 3.5 of them away.
    case normal(scale: Double)
    /// Evenly between `-scale` and `scale`.
    case uniform(scale: Double)
    /// Whole numbers evenly between two bounds, both included.
    case integers(from: Int, to: Int)
    /// All zero.
    case zero

    /// How task files spell the distributions.
    enum Name: String, CaseIterable, Sendable {
        case normal, uniform, integers, zero
    }
}
