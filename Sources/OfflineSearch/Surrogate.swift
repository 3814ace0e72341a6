package import Candidates

/// A model of time, feasibility and bottleneck metrics, made from observations; predicts in microseconds.
package struct Surrogate: Sendable {
    /// Most observations that the model holds; the best and the latest are kept.
    static let maximumRows = 120
    /// Share of the prior variance that the correlation cannot explain.
    static let nugget = 2e-3

    /// Octaves by which a point must be better to count: without it the search confirms points as good as the best.
    static let worthwhile = 0.08

    /// The space in rows.
    private let catalogue: PointCatalogue
    /// The process over the rows with a time, then over those in flight.
    private(set) var process: GaussianProcess
    /// Number of the process's rows that were really observed.
    private let observedCount: Int
    /// The scale of the targets.
    private let scale: TimeScale
    /// Mean of the targets.
    private let mean: Double
    /// Prior standard deviation of the targets.
    private let deviation: Double
    /// Targets less their mean.
    private var targets: [Double]
    /// Weights of the process's rows.
    private var weights: [Double]
    /// The process over all rows tried, for feasibility; nil when nothing has failed.
    private let validity: Validity?
    /// Metrics of the observed rows.
    private let metrics: [[String: Double]]

    /// A process whose targets are 1 for rows with a time and 0 for failures.
    private struct Validity {
        /// The process.
        let process: GaussianProcess
        /// Its weights.
        let weights: [Double]
        /// Share of rows with a time.
        let mean: Double
    }

    /// Models the observations of a state.
    init(_ state: SearchState) {
        catalogue = state.catalogue
        let kept = Self.select(state.timed)
        let logarithms = kept.map(\.logarithm)
        scale = TimeScale(state.timed.map(\.logarithm))
        let flattened = logarithms.map(scale.flatten)
        let mean = flattened.reduce(0, +) / Double(max(flattened.count, 1))
        self.mean = mean
        targets = flattened.map { $0 - mean }
        metrics = kept.map(\.metrics)
        process = GaussianProcess(
            tables: CorrelationTables(state.correlation, catalogue), nugget: Self.nugget, rows: kept.map(\.row))
        observedCount = kept.count
        let solved = process.solve(targets)
        let variance = solved.reduce(0) { $0 + $1 * $1 } / Double(max(targets.count, 1))
        deviation = max(variance.squareRoot(), 0.05)
        weights = process.solveTransposed(solved)
        validity = Self.validity(state)
        for row in state.inFlight { believe(row) }
    }

    /// The observations worth modelling, in their order.
    private static func select(_ timed: [SearchState.Timed]) -> [SearchState.Timed] {
        guard timed.count > maximumRows else { return timed }
        let latest = timed.count - maximumRows / 2
        let best = timed.indices.prefix(latest).sorted { (timed[$0].logarithm, $0) < (timed[$1].logarithm, $1) }
        return best.prefix(maximumRows / 2).sorted().map { timed[$0] } + timed[latest...]
    }

    /// The feasibility model: the same kind of process with a fixed correlation, over successes and failures.
    private static func validity(_ state: SearchState) -> Validity? {
        guard !state.failed.isEmpty else { return nil }
        let good = state.timed.suffix(80).map(\.row)
        let bad = state.failed.suffix(60)
        let mean = Double(state.timed.count + 1) / Double(state.timed.count + state.failed.count + 1)
        let correlation = Correlation(parameters: state.catalogue.values.count)
        let process = GaussianProcess(
            tables: CorrelationTables(correlation, state.catalogue), nugget: 0.02, rows: good + bad)
        let weights = process.weights(for: good.map { _ in 1 - mean } + bad.map { _ in -mean })
        return Validity(process: process, weights: weights, mean: mean)
    }

    /// Adds a row whose result is not known as if it were what is expected, so that the next choice goes elsewhere.
    mutating func believe(_ row: PointRow) {
        let expected = flattenedMean(process.correlations(with: row))
        process.append(row)
        targets.append(expected)
        weights = process.weights(for: targets)
    }

    /// Expected target of a row with these correlations, less the mean.
    private func flattenedMean(_ correlations: [Double]) -> Double {
        var sum = 0.0
        for index in correlations.indices { sum += correlations[index] * weights[index] }
        return sum
    }

    /// Probability that the row has a time.
    func feasibility(_ row: PointRow) -> Double {
        guard let validity else { return 1 }
        let correlations = validity.process.correlations(with: row)
        var sum = validity.mean
        for index in correlations.indices { sum += correlations[index] * validity.weights[index] }
        return min(1, max(0.01, sum))
    }

    /// Expected target of a row on the flattened scale; the cheap half of a prediction.
    func expectation(_ row: PointRow) -> Double { mean + flattenedMean(process.correlations(with: row)) }

    /// Expected target and its standard deviation on the flattened scale.
    func flattened(_ row: PointRow) -> (mean: Double, spread: Double) {
        let correlations = process.correlations(with: row)
        let variance = process.variance(of: row, correlations)
        return (mean + flattenedMean(correlations), deviation * variance.squareRoot())
    }

    /// Expected improvement over a worthwhile step below the best, on the flattened scale, with the spread multiplied by `boldness`.
    ///
    /// Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box functions", 1998.
    func expectedImprovement(_ row: PointRow, boldness: Double) -> Double {
        let (mean, plainSpread) = flattened(row)
        let spread = plainSpread * boldness
        let target = -Self.worthwhile - mean
        guard spread > 1e-9 else { return max(0, target) }
        let gain = target / spread
        return spread * (gain * PortableMath.normalCumulative(gain) + PortableMath.normalDensity(gain))
    }

    /// What is expected of a point of the space; nil for a point of another space.
    package func predict(_ point: DesignPoint) -> Prediction? {
        guard let row = catalogue.row(of: point) else { return nil }
        let (mean, spread) = flattened(row)
        let logarithm = scale.logarithm(mean)
        let above = scale.logarithm(mean + spread)
        return Prediction(mean: logarithm, spread: above - logarithm, feasibility: feasibility(row))
    }

    /// How a metric depends on the rows, learned from the observations that carry it; nil when it never varied.
    func metricModel(_ name: String) -> MetricModel? {
        // Beyond any sensible metric the squares below would overflow.
        let values = metrics.map { metrics in metrics[name].flatMap { abs($0) < 1e100 ? $0 : nil } }
        let known = values.compactMap { $0 }
        guard known.count >= 4 else { return nil }
        let mean = known.reduce(0, +) / Double(known.count)
        let deviation = (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)).squareRoot()
        guard deviation > 1e-12 else { return nil }
        // A row without the metric, or in flight, counts as average: it pulls the estimate toward no effect.
        var targets = values.map { value in value.map { ($0 - mean) / deviation } ?? 0 }
        targets += Array(repeating: 0, count: process.rows.count - observedCount)
        return MetricModel(process: process, weights: process.weights(for: targets))
    }
}

extension SearchState {
    /// The model of everything observed so far.
    package var surrogate: Surrogate { Surrogate(self) }
}
