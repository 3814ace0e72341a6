/// One value for each parameter of a design space, in the space's order.
package struct DesignPoint: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The parameters' names, in the order they are declared.
    package let names: [String]
    /// The value of each.
    package let values: [Int]

    /// A point; `names` and `values` run in parallel and the shorter one decides.
    package init(names: [String], values: [Int]) {
        let count = min(names.count, values.count)
        self.names = Array(names.prefix(count))
        self.values = Array(values.prefix(count))
    }

    /// The point of a kernel without a design space.
    package static let empty = DesignPoint(names: [], values: [])

    /// The value of a parameter, nil when there is no such parameter.
    package subscript(name: String) -> Int? {
        names.firstIndex(of: name).map { values[$0] }
    }

    /// Canonical text, `A=1 B=2`; equal points of one space have equal texts.
    package var description: String {
        zip(names, values).map { "\($0)=\($1)" }.joined(separator: " ")
    }

    /// The values by name, as expressions take them.
    package var dictionary: [String: Int] {
        Dictionary(zip(names, values)) { first, _ in first }
    }

    /// Orders the points of one space as their enumeration by value does.
    package static func < (left: DesignPoint, right: DesignPoint) -> Bool {
        if left.values == right.values { return left.names.lexicographicallyPrecedes(right.names) }
        return left.values.lexicographicallyPrecedes(right.values)
    }
}
