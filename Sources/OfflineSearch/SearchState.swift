package import Candidates

/// An offline search over one design space: what has been observed, what is in flight, and what the model learned.
///
/// A value without clock or randomness of its own: proposals follow from the space, the observations in their order,
/// the points in flight, and the role and seed of the call.
package struct SearchState: Sendable {
    /// A row with a time.
    struct Timed: Sendable {
        /// The row.
        let row: PointRow
        /// Base-2 logarithm of its time in nanoseconds.
        let logarithm: Double
        /// Its bottleneck metrics.
        let metrics: [String: Double]
    }

    /// The space in rows.
    let catalogue: PointCatalogue
    /// Rows with a time, in the order observed.
    private(set) var timed: [Timed] = []
    /// Rows that failed, in the order observed.
    private(set) var failed: [PointRow] = []
    /// Rows proposed and not yet observed, in the order proposed.
    private(set) var inFlight: [PointRow] = []
    /// Every row ever proposed or observed.
    private(set) var known: Set<PointRow> = []
    /// The correlation fitted to the observations.
    private(set) var correlation: Correlation
    /// The observations in order.
    package private(set) var observations: [Observation] = []

    /// A search that knows nothing of `space` but its shape.
    package init(space: DesignSpace) {
        catalogue = PointCatalogue(space)
        correlation = Correlation(parameters: space.parameters.count)
    }

    /// The space searched.
    package var space: DesignSpace { catalogue.space }

    /// The observation with the least time, the first of equals.
    package var best: Observation? {
        var best: (time: Double, observation: Observation)?
        for observation in observations {
            guard case .time(let time) = observation.outcome, time > 0, time.isFinite else { continue }
            if let found = best, found.time <= time { continue }
            best = (time, observation)
        }
        return best?.observation
    }

    /// The points proposed and not yet observed, in the order proposed.
    package var pointsInFlight: [DesignPoint] { inFlight.map(catalogue.point) }

    /// Takes the result of an evaluation, proposed here or not; points of another space are ignored.
    package mutating func observe(_ observation: Observation) {
        guard let row = catalogue.row(of: observation.point) else { return }
        inFlight.removeAll { $0 == row }
        known.insert(row)
        observations.append(observation)
        switch observation.outcome {
        case .time(let time) where time > 0 && time.isFinite:
            // A second time of the same point would make the model's equations singular.
            guard !timed.contains(where: { $0.row == row }) else { return }
            timed.append(Timed(row: row, logarithm: PortableMath.log2(time), metrics: observation.metrics))
            if isFittingDue { correlation.fit(to: timed, in: catalogue) }
        default:
            if !failed.contains(row) { failed.append(row) }
        }
    }

    /// Notes that a point is being evaluated, for points that were not proposed here.
    package mutating func markInFlight(_ point: DesignPoint) {
        guard let row = catalogue.row(of: point), !inFlight.contains(row) else { return }
        known.insert(row)
        inFlight.append(row)
    }

    /// Notes that a proposed point will not be evaluated; it is not proposed again.
    package mutating func withdraw(_ point: DesignPoint) {
        guard let row = catalogue.row(of: point) else { return }
        inFlight.removeAll { $0 == row }
    }

    /// Whether the correlation should be fitted again: often at first, then at every eighth time.
    private var isFittingDue: Bool {
        timed.count >= 6 && (timed.count <= 48 ? timed.count % 2 == 0 : timed.count % 8 == 0)
    }
}
