/// How alike the model believes two rows to behave: a mixture of a product and a sum over the parameters.
///
/// For each parameter the correlation of values at distance `d` is `decay` to the power `d` and, between numbered
/// alternatives, one constant. Products of such tables are positive definite, and so are sums of products. The product
/// of all carries every interaction; the sums over parameters and over pairs let an effect seen once hold everywhere,
/// which is what makes a few dozen observations enough.
///
/// The exponential correlation is the rough one among the usual. Smooth ones were tried: they were so sure of what lies
/// between two observations that the optimum beside the best point was never looked at, and kernels do have steps.
struct Correlation: Hashable, Sendable {
    /// Strength of one parameter: an index into the two scales below.
    typealias Level = Int

    /// Correlations of neighbouring positions of ordinal parameters by level; the last makes one nearly irrelevant.
    static let decays: [Double] = [0.15, 0.4, 0.65, 0.85, 0.97]
    /// Correlations of different alternatives by level.
    static let likenesses: [Double] = [0.05, 0.3, 0.6, 0.85, 0.99]
    /// Shares of the parameters' sum and of the sum over their pairs that fitting tries; the product has the rest.
    static let mixtures: [Mixture] = [
        Mixture(single: 0.6, pair: 0.2), Mixture(single: 0.3, pair: 0.4), Mixture(single: 0.1, pair: 0.4),
        Mixture(single: 0.05, pair: 0.1),
    ]

    /// Shares of the three parts of a correlation.
    struct Mixture: Hashable, Sendable {
        /// Share of the sum over the parameters.
        var single: Double
        /// Share of the sum over pairs of parameters.
        var pair: Double
    }

    /// The level of each parameter.
    var levels: [Level]
    /// The shares of its parts.
    var mixture: Mixture

    /// Medium strength everywhere.
    init(parameters: Int) {
        levels = Array(repeating: 2, count: parameters)
        mixture = Self.mixtures[1]
    }

    /// The tables for a catalogue's parameters.
    func tables(for catalogue: PointCatalogue) -> CorrelationTables {
        CorrelationTables(self, catalogue)
    }
}

/// A correlation spelled out as one table per parameter, for speed.
struct CorrelationTables: Sendable {
    /// Correlation of positions `a` and `b` of parameter `p` at `offsets[p] + a * widths[p] + b`.
    private let entries: [Double]
    /// Where each parameter's table begins.
    private let offsets: [Int]
    /// Number of values of each parameter.
    private let widths: [Int]
    /// The shares of the parts.
    private let mixture: Correlation.Mixture

    /// Computes the tables.
    init(_ correlation: Correlation, _ catalogue: PointCatalogue) {
        var entries: [Double] = []
        var offsets: [Int] = []
        for (parameter, values) in catalogue.values.enumerated() {
            offsets.append(entries.count)
            let level = correlation.levels[parameter]
            for left in values.indices {
                for right in values.indices {
                    if left == right {
                        entries.append(1)
                    } else if catalogue.isChoice[parameter] {
                        entries.append(Correlation.likenesses[level])
                    } else {
                        var value = 1.0
                        for _ in 0..<abs(left - right) { value *= Correlation.decays[level] }
                        entries.append(value)
                    }
                }
            }
        }
        self.entries = entries
        self.offsets = offsets
        widths = catalogue.values.map(\.count)
        mixture = correlation.mixture
    }

    /// Correlation of two rows, 1 for equal ones.
    func callAsFunction(_ left: PointRow, _ right: PointRow) -> Double {
        var product = 1.0
        var sum = 0.0
        var squares = 0.0
        entries.withUnsafeBufferPointer { entries in
            for parameter in offsets.indices {
                let value = entries[
                    offsets[parameter] + Int(left[parameter]) * widths[parameter] + Int(right[parameter])]
                product *= value
                sum += value
                squares += value * value
            }
        }
        let count = Double(offsets.count)
        guard count > 1 else { return product }
        let pairs = (sum * sum - squares) / (count * (count - 1))
        return (1 - mixture.single - mixture.pair) * product + mixture.single * sum / count + mixture.pair * pairs
    }
}
