import Candidates

/// The feasible points of a design space in compact form: all of them when they are few, else a way to draw some.
struct PointCatalogue: Sendable {
    /// Most feasible points that are kept; a larger space is sampled.
    static let maximumListed = 20_000
    /// Most points that are tested for feasibility to list them.
    static let maximumTested = 200_000

    /// The space.
    let space: DesignSpace
    /// Sorted values of each parameter.
    let values: [[Int]]
    /// Whether each parameter numbers alternatives.
    let isChoice: [Bool]
    /// Every feasible row in the order of enumeration; nil when the space is too large to list.
    let listed: [PointRow]?

    /// Lists the feasible points of `space` if they are few.
    init(_ space: DesignSpace) {
        self.space = space
        values = space.parameters.map { $0.values.sorted() }
        isChoice = space.parameters.map { $0.kind == .choice }
        guard space.pointCount <= Self.maximumTested else {
            listed = nil
            return
        }
        var rows: [PointRow] = []
        for point in space.feasiblePoints {
            guard rows.count < Self.maximumListed else {
                listed = nil
                return
            }
            rows.append(Self.row(of: point, values))
        }
        listed = rows
    }

    /// The row of a point of the space, nil for a point of another one.
    func row(of point: DesignPoint) -> PointRow? {
        space.indices(of: point) == nil ? nil : Self.row(of: point, values)
    }

    /// The row of a point known to be of the space.
    private static func row(of point: DesignPoint, _ values: [[Int]]) -> PointRow {
        zip(values, point.values).map { sorted, value in UInt8(sorted.firstIndex(of: value) ?? 0) }
    }

    /// The point of a row.
    func point(of row: PointRow) -> DesignPoint {
        DesignPoint(names: space.parameters.map(\.name), values: zip(values, row).map { $0[Int($1)] })
    }

    /// Whether every constraint holds.
    func isFeasible(_ row: PointRow) -> Bool {
        space.violatedConstraint(values: zip(values, row).map { $0[Int($1)] }) == nil
    }

    /// Up to `count` feasible rows drawn at random; fewer when feasible points are rare.
    func sample(_ count: Int, _ random: inout SplitMix64) -> [PointRow] {
        if let listed {
            guard listed.count > count else { return listed }
            return (0..<count).map { _ in listed[random.below(listed.count)] }
        }
        var rows: [PointRow] = []
        for _ in 0..<(count * 20) where rows.count < count {
            let row = values.map { UInt8(random.below($0.count)) }
            if isFeasible(row) { rows.append(row) }
        }
        return rows
    }

    /// The feasible rows that differ from `row` in one parameter.
    func neighbours(of row: PointRow) -> [PointRow] {
        var result: [PointRow] = []
        for parameter in row.indices {
            for position in values[parameter].indices where position != Int(row[parameter]) {
                var other = row
                other[parameter] = UInt8(position)
                if isFeasible(other) { result.append(other) }
            }
        }
        return result
    }

    /// Number of parameters in which two rows differ.
    static func differences(_ left: PointRow, _ right: PointRow) -> Int {
        zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }
}
