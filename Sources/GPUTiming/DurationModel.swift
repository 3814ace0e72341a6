/// How long each threadgroup of a launch occupies its slot, from the sampled ones.
struct DurationModel {
    /// A sampled unit.
    struct Sample {
        var unit: Int
        /// Work and slot ticks of each of its threadgroups.
        var points: [(work: Double, ticks: Double)]

        /// Mean ticks of its threadgroups.
        var mean: Double { points.isEmpty ? 0 : points.reduce(0) { $0 + $1.ticks } / Double(points.count) }
        /// Mean work of its threadgroups.
        var work: Double { points.isEmpty ? 0 : points.reduce(0) { $0 + $1.work } / Double(points.count) }
    }

    /// Knots of the line from work to ticks, ascending; one where work is the same everywhere or unknown.
    private var knots: [(key: Double, ticks: Double)] = []
    /// Whether keys are work; else they are unit numbers.
    private let byWork: Bool

    /// Fits the samples: by work where it is known, else by position.
    init(_ samples: [Sample], byWork: Bool) {
        self.byWork = byWork
        if byWork {
            let points = samples.flatMap(\.points).sorted { ($0.work, $0.ticks) < ($1.work, $1.ticks) }
            // Enough knots for a curve, enough points in each to average the noise of scheduling out.
            let perKnot = max(1, points.count / 64)
            var place = 0
            while place < points.count {
                var end = min(points.count, place + perKnot)
                while end < points.count, points[end].work == points[end - 1].work { end += 1 }
                let slice = points[place..<end]
                let count = Double(slice.count)
                knots.append(
                    (slice.reduce(0) { $0 + $1.work } / count, slice.reduce(0) { $0 + $1.ticks } / count))
                place = end
            }
        } else {
            knots = samples.map { (Double($0.unit), $0.mean) }
        }
    }

    /// Slot ticks at a work or unit number.
    ///
    /// Between knots on a line; beyond them in proportion to work, or as the nearest unit.
    func ticks(at key: Double) -> Double {
        guard let first = knots.first, let last = knots.last else { return 0 }
        if key <= first.key { return byWork && first.key > 0 ? first.ticks * key / first.key : first.ticks }
        if key >= last.key { return byWork && last.key > 0 ? last.ticks * key / last.key : last.ticks }
        var (low, high) = (0, knots.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if knots[middle].key <= key { low = middle } else { high = middle }
        }
        let (left, right) = (knots[low], knots[high])
        return left.ticks + (right.ticks - left.ticks) * (key - left.key) / (right.key - left.key)
    }

    /// Standard error of the launch's mean duration, relative, by how well each sample is foretold by its neighbours.
    ///
    /// For independent deviations of variance s², a value less the line between its neighbours has variance 1.5 s² on
    /// average. 1 where too few samples say nothing, 0 where nothing was left out.
    static func samplingError(_ samples: [Sample], of unitCount: Int, byWork: Bool) -> Double {
        guard samples.count < unitCount else { return 0 }
        guard samples.count >= 3 else { return 1 }
        let points = samples.map { (key: byWork ? $0.work : Double($0.unit), ticks: $0.mean) }
            .sorted { ($0.key, $0.ticks) < ($1.key, $1.ticks) }
        var squares = 0.0
        for place in 1..<(points.count - 1) {
            let (left, here, right) = (points[place - 1], points[place], points[place + 1])
            let span = right.key - left.key
            let share = span > 0 ? (here.key - left.key) / span : 0.5
            let error = here.ticks - (left.ticks + (right.ticks - left.ticks) * share)
            squares += error * error
        }
        let variance = squares / 1.5 / Double(points.count - 2)
        let mean = points.reduce(0) { $0 + $1.ticks } / Double(points.count)
        guard mean > 0 else { return 0 }
        let left = 1 - Double(samples.count) / Double(unitCount)
        return (variance * left / Double(samples.count)).squareRoot() / mean
    }
}
