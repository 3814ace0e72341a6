/// How well predicted times order the alternatives to each task of a set; the same figures as the set's own scorer, and
/// the share of clearly different pairs that are ordered rightly.
package struct TaskScore: Sendable {
    /// The figures of one task at its scored size.
    package struct Task: Sendable {
        /// Its name.
        package let name: String
        /// The size.
        package let sizeLabel: String
        /// The measured cases in the set's order.
        package let rows: [Score.Row]
        /// Kendall's tau-b between predicted and measured times.
        package let tau: Double
        /// Rank correlation.
        package let spearman: Double
        /// Pairs measured at least a quarter apart.
        package let pairs: Score.Pairs
        /// Median of measured over predicted.
        package let ratio: Double

        /// Median of |factor · predicted - measured| / measured.
        package func medianError(factor: Double) -> Double {
            Ranking.median(
                rows.compactMap { row in row.predicted.map { abs($0 * factor - row.measured) / row.measured } })
        }
    }

    /// Two times differ clearly from this ratio on; less is within what a second measurement differs.
    package static let clearRatio = 1.25

    /// The tasks in the set's order.
    package let tasks: [Task]
    /// Measured over predicted clock, one for the set: the median of the ranked tasks' median ratios.
    package let clockFactor: Double

    /// The tasks whose alternatives differ clearly.
    package var ranked: [Task] { tasks.filter { $0.pairs.count > 0 } }
    /// Mean over all tasks, as the set's scorer has it.
    package var meanTau: Double { Ranking.mean(tasks.map(\.tau)) }
    /// Mean over the ranked tasks.
    package var rankedTau: Double { Ranking.mean(ranked.map(\.tau)) }
    /// Mean over the ranked tasks of the share of clear pairs ordered rightly.
    package var meanPairs: Double { Ranking.mean(ranked.map(\.pairs.share)) }
    /// Median error of all cases of the ranked tasks after the clock factor.
    package var medianError: Double {
        Ranking.median(
            ranked.flatMap(\.rows).compactMap { row in
                row.predicted.map { abs($0 * clockFactor - row.measured) / row.measured }
            })
    }

    /// Scores `predictions`, microseconds by case, of the scored cases among `cases`.
    package init(_ predictions: [String: Double], set: TruthSet, only cases: [TruthCase]? = nil) {
        var (rows, names): ([String: [Score.Row]], [String]) = ([:], [])
        for truthCase in cases ?? set.cases where truthCase.isScored {
            guard let measured = set.measurements[truthCase.name]?.cold else { continue }
            if rows[truthCase.family] == nil { names.append(truthCase.family) }
            let guess = predictions[truthCase.name].flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
            rows[truthCase.family, default: []].append(
                Score.Row(truthCase: truthCase, measured: measured, predicted: guess))
        }
        tasks = names.map { Self.task($0, rows[$0] ?? []) }
        let ratios = tasks.filter { $0.pairs.count > 0 && $0.ratio > 0 }.map(\.ratio)
        clockFactor = ratios.isEmpty ? 1 : Ranking.median(ratios)
    }

    /// One task.
    private static func task(_ name: String, _ rows: [Score.Row]) -> Task {
        var pairs = Score.Pairs()
        for (index, first) in rows.enumerated() {
            for second in rows[(index + 1)...] {
                let ratio = max(first.measured, second.measured) / min(first.measured, second.measured)
                guard ratio >= clearRatio else { continue }
                pairs.right += Score.credit(first, second)
                pairs.count += 1
            }
        }
        // Kernels without a prediction are left out of ranks, as the set's scorer does, and count as wrong in pairs.
        let known = rows.compactMap { row in row.predicted.map { (predicted: $0, measured: row.measured) } }
        let (predicted, measured) = (known.map(\.predicted), known.map(\.measured))
        return Task(
            name: name, sizeLabel: rows.first?.truthCase.sizeLabel ?? "", rows: rows,
            tau: Ranking.kendall(predicted, measured),
            spearman: Ranking.correlation(Ranking.ranks(predicted), Ranking.ranks(measured)), pairs: pairs,
            ratio: Ranking.median(known.map { $0.measured / $0.predicted }))
    }
}
