extension DesignSpace {
    /// Every point of a space, the last parameter varying fastest; made one at a time.
    package struct Points: Sequence, IteratorProtocol {
        /// The space.
        private let space: DesignSpace
        /// Value indices of the next point, nil after the last.
        private var upcoming: [Int]?

        /// All points of `space`.
        init(_ space: DesignSpace) {
            self.space = space
            upcoming = space.parameters.map { _ in 0 }
        }

        /// The next point in order.
        package mutating func next() -> DesignPoint? {
            guard var indices = upcoming else { return nil }
            let point = space.point(indices: indices)
            var position = indices.count - 1
            while position >= 0 {
                indices[position] += 1
                if indices[position] < space.parameters[position].values.count { break }
                indices[position] = 0
                position -= 1
            }
            upcoming = position < 0 ? nil : indices
            return point
        }
    }

    /// Every point, feasible or not, the last parameter varying fastest.
    package var points: Points { Points(self) }

    /// The points that satisfy every constraint, made one at a time.
    package var feasiblePoints: LazyFilterSequence<Points> {
        points.lazy.filter { point in violatedConstraint(values: point.values) == nil }
    }
}
