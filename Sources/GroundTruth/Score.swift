/// How well predicted times agree with measured ones; the same figures as the set's own scorer.
package struct Score: Sendable {
    /// Pairs of cases measured at least a tenth apart.
    package struct Pairs: Sendable, Equatable {
        /// How many are ordered rightly; equal predictions count half.
        package var right = 0.0
        /// How many there are.
        package var count = 0

        /// `right` of `count` pairs.
        package init(right: Double = 0, count: Int = 0) {
            self.right = right
            self.count = count
        }

        /// The share ordered rightly; 0 where there are none.
        package var share: Double { right / Double(max(count, 1)) }
    }

    /// The figures of one family.
    package struct Family: Sendable {
        /// Its name.
        package let name: String
        /// Number of cases.
        package let cases: Int
        /// Pairs inside it.
        package let pairs: Pairs
        /// Median of |predicted - measured| / measured.
        package let medianError: Double
        /// Greatest of them.
        package let worstError: Double
    }

    /// One case.
    package struct Row: Sendable {
        /// The case.
        package let truthCase: TruthCase
        /// Measured microseconds.
        package let measured: Double
        /// Predicted microseconds; nil where there is no usable prediction.
        package let predicted: Double?

        /// |predicted - measured| / measured, 1 without a prediction.
        package var error: Double { predicted.map { abs($0 - measured) / measured } ?? 1 }
    }

    /// Every measured case, in the set's order.
    package let rows: [Row]
    /// By family, in the order of their names.
    package let families: [Family]
    /// Pairs inside families.
    package private(set) var pairs = Pairs()
    /// Pairs of alternatives to the same problem.
    package private(set) var sameProblem = Pairs()
    /// Rank correlation over all cases.
    package let spearman: Double

    /// Number of cases without a prediction.
    package var missing: Int { rows.count { $0.predicted == nil } }
    /// Mean of the relative errors.
    package var meanError: Double { Ranking.mean(rows.map(\.error)) }
    /// Their median.
    package var medianError: Double { Ranking.median(rows.map(\.error)) }
    /// The value that nine tenths do not exceed.
    package var ninetiethError: Double { Ranking.percentile(rows.map(\.error), 0.9) }

    /// Scores `predictions`, microseconds by case, against what `set` measured at `clock`.
    package init(_ predictions: [String: Double], set: TruthSet, clock: Clock, only cases: [TruthCase]? = nil) {
        rows = (cases ?? set.cases).compactMap { truthCase in
            guard let measured = set.measurements[truthCase.name]?.time(clock) else { return nil }
            let guess = predictions[truthCase.name].flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
            return Row(truthCase: truthCase, measured: measured, predicted: guess)
        }
        var (families, names): ([String: [Row]], [String]) = ([:], [])
        for row in rows {
            if families[row.truthCase.family] == nil { names.append(row.truthCase.family) }
            families[row.truthCase.family, default: []].append(row)
        }
        var (pairs, same) = (Pairs(), Pairs())
        self.families = names.sorted().map { name in
            let members = families[name] ?? []
            var own = Pairs()
            for (index, first) in members.enumerated() {
                for second in members[(index + 1)...] {
                    if max(first.measured, second.measured) / min(first.measured, second.measured) < 1.1 { continue }
                    let credit = Self.credit(first, second)
                    own.right += credit
                    own.count += 1
                    if let problem = first.truthCase.problem, problem == second.truthCase.problem {
                        same.right += credit
                        same.count += 1
                    }
                }
            }
            pairs.right += own.right
            pairs.count += own.count
            let errors = members.map(\.error)
            return Family(
                name: name, cases: members.count, pairs: own, medianError: Ranking.median(errors),
                worstError: errors.max() ?? 0)
        }
        self.pairs = pairs
        sameProblem = same
        spearman = Ranking.correlation(
            Ranking.ranks(rows.map(\.measured)), Ranking.ranks(rows.map { $0.predicted ?? 0 }))
    }

    /// 1 for a pair ordered rightly, a half for equal predictions.
    static func credit(_ first: Row, _ second: Row) -> Double {
        guard let one = first.predicted, let two = second.predicted else { return 0 }
        if one == two { return 0.5 }
        return (one - two) * (first.measured - second.measured) > 0 ? 1 : 0
    }
}
