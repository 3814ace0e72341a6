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

    /// A broken line.
    private struct Line {
        var knots: [(key: Double, value: Double)] = []

        /// The value at `key`; beyond the ends that of the nearest knot.
        func value(at key: Double) -> Double {
            guard let first = knots.first, let last = knots.last else { return 0 }
            if key <= first.key { return first.value }
            if key >= last.key { return last.value }
            var (low, high) = (0, knots.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if knots[middle].key <= key { low = middle } else { high = middle }
            }
            let (left, right) = (knots[low], knots[high])
            return left.value + (right.value - left.value) * (key - left.key) / (right.key - left.key)
        }

        /// A line through means of points with neighbouring keys, at most `count` knots.
        init(_ points: [(key: Double, value: Double)], count: Int) {
            let points = points.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
            let perKnot = max(1, points.count / count)
            var place = 0
            while place < points.count {
                var end = min(points.count, place + perKnot)
                while end < points.count, points[end].key == points[end - 1].key { end += 1 }
                let slice = points[place..<end]
                let size = Double(slice.count)
                knots.append(
                    (slice.reduce(0) { $0 + $1.key } / size, slice.reduce(0) { $0 + $1.value } / size))
                place = end
            }
        }
    }

    /// Ticks by a threadgroup's work, or by unit number where work is unknown.
    private let curve: Line
    /// Factor on the curve by the mean work of the threadgroup's unit: what its neighbours on the core do to it, and
    /// what keeps the estimate true to the strata however unevenly they were sampled.
    private let correction: Line?

    /// Fits the samples: by work where it is known, else by position.
    init(_ samples: [Sample], byWork: Bool, knots: Int) {
        guard byWork else {
            curve = Line(samples.map { (Double($0.unit), $0.mean) }, count: .max)
            correction = nil
            return
        }
        let points = samples.flatMap { $0.points.map { ($0.work, $0.ticks) } }
        let curve = Line(points, count: knots)
        self.curve = curve
        correction = Line(
            samples.compactMap { sample in
                let foretold = sample.points.reduce(0) { $0 + curve.value(at: $1.work) }
                let actual = sample.points.reduce(0) { $0 + $1.ticks }
                return foretold > 0 ? (sample.work, actual / foretold) : nil
            }, count: 32)
    }

    /// Slot ticks of a threadgroup, by its work and its unit's mean work.
    func ticks(work: Double, unitWork: Double) -> Double {
        curve.value(at: work) * (correction?.value(at: unitWork) ?? 1)
    }

    /// Slot ticks of any threadgroup of a unit, where work is unknown.
    func ticks(unit: Int) -> Double { curve.value(at: Double(unit)) }

    /// Units that are taken to have been seen besides the sampled ones, because few of those tell little of how far units
    /// differ; and by how much they do, relative to their mean, where units are whole runs of cores and where they are not.
    private static let prior = (units: 2.0, whole: 0.02, cut: 0.03)

    /// Standard error of the launch's mean duration, relative, by how well each sample is foretold by its neighbours.
    ///
    /// For independent deviations of variance s², a value less the line between its neighbours has variance 1.5 s² on
    /// average, the difference of two has 2 s². 1 where too few samples say nothing, 0 where nothing was left out.
    static func samplingError(_ samples: [Sample], of plan: SamplePlan) -> Double {
        guard samples.count < plan.unitCount else { return 0 }
        guard samples.count >= 2 else { return 1 }
        // Where work is known, the estimate goes by ticks per work.
        let points = samples.map {
            !plan.work.isEmpty && $0.work > 0
                ? (key: $0.work, ticks: $0.mean / $0.work) : (key: Double($0.unit), ticks: $0.mean)
        }.sorted { ($0.key, $0.ticks) < ($1.key, $1.ticks) }
        let mean = points.reduce(0) { $0 + $1.ticks } / Double(points.count)
        guard mean > 0 else { return 1 }
        var (squares, freedom) = (0.0, 1.0)
        if points.count == 2 {
            squares = (points[0].ticks - points[1].ticks) * (points[0].ticks - points[1].ticks) / 2
        } else {
            for place in 1..<(points.count - 1) {
                let (left, here, right) = (points[place - 1], points[place], points[place + 1])
                let span = right.key - left.key
                let share = span > 0 ? (here.key - left.key) / span : 0.5
                let error = here.ticks - (left.ticks + (right.ticks - left.ticks) * share)
                squares += error * error / 1.5
            }
            freedom = Double(points.count - 2)
        }
        let assumed = plan.isWhole ? prior.whole : prior.cut
        let variance =
            (squares / (mean * mean) + prior.units * assumed * assumed) / (freedom + prior.units)
        let left = 1 - Double(samples.count) / Double(plan.unitCount)
        return (variance * left / Double(samples.count)).squareRoot()
    }
}
