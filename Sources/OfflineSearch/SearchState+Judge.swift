package import Candidates

extension SearchState {
    /// What the model thinks of a point before it costs an evaluation.
    ///
    /// A point that someone proposes may be in flight already by that proposal; only an observed one counts as known.
    package func judge(_ point: DesignPoint) -> CriticOpinion { judge(point, with: surrogate) }

    /// The same with a model at hand, for judging several points.
    package func judge(_ point: DesignPoint, with surrogate: Surrogate) -> CriticOpinion {
        guard let row = catalogue.row(of: point) else {
            return CriticOpinion(score: 0, isVetoed: true, reason: "it is no point of the design space")
        }
        guard catalogue.isFeasible(row) else {
            let constraint = space.violatedConstraint(values: point.values)?.expression.text ?? ""
            return CriticOpinion(score: 0, isVetoed: true, reason: "it violates the constraint '\(constraint)'")
        }
        guard !timed.contains(where: { $0.row == row }), !failed.contains(row) else {
            return CriticOpinion(score: 0, isVetoed: true, reason: "it has been evaluated already")
        }
        guard timed.count >= 3, let prediction = surrogate.predict(point), let best = timed.map(\.logarithm).min()
        else {
            return CriticOpinion(score: 0.5, isVetoed: false, reason: "too little is known to judge")
        }
        let likely = PortableMath.percent(prediction.feasibility)
        if prediction.feasibility < 0.15 {
            return CriticOpinion(
                score: prediction.feasibility, isVetoed: true, reason: "\(likely) % likely to have a time at all")
        }
        let slower = timed.count { $0.logarithm > prediction.mean }
        let rank = Double(slower) / Double(timed.count)
        let novelty = 1 - nearestCorrelation(row)
        let score = prediction.feasibility * min(1, 0.8 * rank + 0.2 * novelty)
        let optimistic = prediction.mean - 2 * prediction.spread
        let percent = PortableMath.percent(PortableMath.exp2(prediction.mean - best))
        let isHopeless = optimistic > best + 1 && rank < 0.5
        let noveltyPercent = PortableMath.percent(novelty)
        return CriticOpinion(
            score: score, isVetoed: isHopeless,
            reason: "expected at \(percent) % of the best time, ahead of \(slower) of \(timed.count) tried, "
                + "novelty \(noveltyPercent) %, \(likely) % likely to have a time"
                + (isHopeless ? "; even with luck twice as slow as the best" : ""))
    }

    /// Correlation with the most alike row observed.
    private func nearestCorrelation(_ row: PointRow) -> Double {
        let tables = CorrelationTables(correlation, catalogue)
        return timed.map { tables($0.row, row) }.max() ?? 0
    }
}
