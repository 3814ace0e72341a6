package import Diagnostics

/// The tunables that a kernel text declares in comments, with the constraints among them.
///
/// ```
/// // tune: KV_TILE = 16 | 32 | 64
/// // tune(choice): VARIANT = 0 | 1
/// // constraint: KV_TILE * 4 <= 1024
/// ```
///
/// Invariant: names are distinct identifiers, every parameter has at least one value and no value twice, and
/// `pointCount` fits an `Int`.
package struct DesignSpace: Hashable, Sendable {
    /// A condition that feasible points satisfy.
    package struct Constraint: Hashable, Sendable {
        /// Nonzero where the constraint holds; an expression without a value (a division by zero) does not hold.
        package let expression: Expression
        /// For each name of the expression: the parameter it is, or the constant it stands for.
        let slots: [Slot]

        /// Where a name's value comes from.
        enum Slot: Hashable, Sendable {
            case parameter(Int)
            case constant(Int)
        }
    }

    /// Most parameters of one space.
    package static let maximumParameters = 32
    /// Most values of one parameter.
    package static let maximumValues = 64
    /// Most points, feasible or not.
    package static let maximumPoints = 1 << 40

    /// The tunables in the order they are declared.
    package let parameters: [DesignParameter]
    /// The constraints in the order they are declared.
    package let constraints: [Constraint]

    /// The space of a kernel that declares nothing: one point without values.
    package static let empty = DesignSpace(checked: [], constraints: [])

    /// A space whose invariants the caller has checked.
    init(checked parameters: [DesignParameter], constraints: [Constraint]) {
        self.parameters = parameters
        self.constraints = constraints
    }

    /// Number of points, feasible or not.
    package var pointCount: Int { parameters.reduce(1) { $0 * $1.values.count } }

    /// The first value listed of every parameter.
    package var defaultPoint: DesignPoint { point(indices: parameters.map { _ in 0 }) }

    /// The point with value number `indices[p]` of parameter `p`; indices out of range take the nearest value.
    package func point(indices: [Int]) -> DesignPoint {
        let values = zip(parameters, indices).map { parameter, index in
            parameter.values[min(max(index, 0), parameter.values.count - 1)]
        }
        return DesignPoint(names: parameters.map(\.name), values: values)
    }

    /// The position of each of the point's values, nil when it is not a point of this space.
    package func indices(of point: DesignPoint) -> [Int]? {
        guard point.values.count == parameters.count else { return nil }
        var indices: [Int] = []
        for (position, parameter) in parameters.enumerated() {
            guard point.names[position] == parameter.name,
                let index = parameter.values.firstIndex(of: point.values[position])
            else { return nil }
            indices.append(index)
        }
        return indices
    }

    /// Whether it is a point of this space that satisfies every constraint.
    package func isFeasible(_ point: DesignPoint) -> Bool {
        indices(of: point) != nil && violatedConstraint(values: point.values) == nil
    }

    /// The first constraint that does not hold, given the values in the space's order.
    package func violatedConstraint(values: [Int]) -> Constraint? {
        constraints.first { constraint in
            let slots = constraint.slots.map { slot -> Int? in
                switch slot {
                case .parameter(let index): values[index]
                case .constant(let value): value
                }
            }
            let held = try? constraint.expression.evaluate(slots: slots)
            return (held ?? 0) == 0
        }
    }

    /// The point that takes `values` where they name a parameter and one of its values, and defaults elsewhere.
    ///
    /// An ordinal parameter takes the nearest of its values, so that a point survives an edit of the `tune` lines.
    package func nearestPoint(to values: [String: Int]) -> DesignPoint {
        let chosen = parameters.map { parameter -> Int in
            guard let wanted = values[parameter.name] else { return parameter.values[0] }
            if parameter.values.contains(wanted) { return wanted }
            guard parameter.kind == .ordinal else { return parameter.values[0] }
            return parameter.values.min { distance($0, wanted) < distance($1, wanted) } ?? parameter.values[0]
        }
        return DesignPoint(names: parameters.map(\.name), values: chosen)
    }

    /// The point with the values in `overrides` and defaults elsewhere; every wrong name or value is reported.
    package func point(overriding overrides: [String: Int]) throws(DiagnosticError) -> DesignPoint {
        var problems: [Diagnostic] = []
        for name in overrides.keys.sorted() {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let near = nearestName(to: name, among: parameters.map(\.name))
                problems.append(
                    Diagnostic(
                        .error, at: nil, "the kernel has no tunable '\(name)'",
                        hint: near.map { "did you mean '\($0)'?" }))
                continue
            }
            guard let value = overrides[name], !parameter.values.contains(value) else { continue }
            let listed = parameter.values.map(String.init).joined(separator: ", ")
            problems.append(
                Diagnostic(
                    .error, at: nil, "'\(value)' is not a value of tunable '\(name)'", hint: "it takes \(listed)"))
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return nearestPoint(to: overrides)
    }

    /// Distance of two values, saturating.
    private func distance(_ left: Int, _ right: Int) -> UInt {
        left > right
            ? UInt(bitPattern: left) &- UInt(bitPattern: right) : UInt(bitPattern: right) &- UInt(bitPattern: left)
    }
}
