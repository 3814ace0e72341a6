/// The precision that a task asks of whatever feeds its outputs.
package enum TaskPrecision: String, Hashable, Sendable, CaseIterable {
    /// Single precision or better: no operation in half or bfloat, and no rounding to them, may feed an output.
    case f32
    /// Whatever stays inside the tolerance.
    case any
}
