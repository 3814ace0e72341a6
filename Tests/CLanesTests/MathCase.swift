import CLanes
import Foundation
import Testing

/// A unary mathematical function and what it must come close to.
struct MathCase<Reference: BinaryFloatingPoint & Sendable>: Sendable, CustomTestStringConvertible {
    /// The operation.
    let operation: ks_op
    /// Where half of the points lie, evenly; the other half are random bit patterns.
    let range: ClosedRange<Double>
    /// The largest error allowed, in units of the result's last place.
    let bound: Double
    /// The function in a wider format.
    let reference: @Sendable (Reference) -> Reference

    init(
        _ operation: ks_op, _ range: ClosedRange<Double>, bound: Double = 0.51,
        _ reference: @escaping @Sendable (Reference) -> Reference
    ) {
        self.operation = operation
        self.range = range
        self.bound = bound
        self.reference = reference
    }

    var testDescription: String { String(cString: ks_op_name(operation)) }
}
