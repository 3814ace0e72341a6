/// The kernels that every candidate is compared with.
package enum Baseline: String, Hashable, Sendable, CaseIterable {
    /// By someone who has just begun.
    case naive
    /// By someone who knows the craft.
    case competent
}
