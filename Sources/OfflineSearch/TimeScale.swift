/// The scale on which times are modelled: logarithmic near the best, flattened for the slow.
///
/// A kernel that spills is a hundred times slower than its neighbour. On a plain logarithmic scale such cliffs make up
/// most of the variance and the model spends itself on them, while only the differences near the best matter.
struct TimeScale: Sendable {
    /// Logarithm of the best time.
    let best: Double
    /// The flattened scale's upper end, in octaves above the best.
    let ceiling: Double

    /// The scale for some base-2 logarithms of times.
    init(_ logarithms: [Double]) {
        let sorted = logarithms.sorted()
        best = sorted.first ?? 0
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2] - best
        ceiling = max(1.5, 2 * median)
    }

    /// Flattened octaves above the best.
    func flatten(_ logarithm: Double) -> Double {
        let octaves = logarithm - best
        return octaves <= 0 ? octaves : octaves / (1 + octaves / ceiling)
    }

    /// The logarithm of a flattened value.
    func logarithm(_ flattened: Double) -> Double {
        guard flattened > 0 else { return best + flattened }
        return best + flattened / max(0.05, 1 - flattened / ceiling)
    }
}
