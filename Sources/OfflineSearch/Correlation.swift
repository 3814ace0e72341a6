/// How alike the model believes two rows to behave: a mixture of a product and a sum over the parameters.
///
/// For each parameter the correlation of values at distance `d` is `1 / (1 + (d / length)²)` (rational quadratic, which
/// needs no exponential) and, between numbered alternatives, one constant. Products of such tables are positive
/// definite, and so are sums. The product carries interactions; the sum lets an effect seen once hold everywhere,
/// which is what makes a few dozen observations enough.
struct Correlation: Hashable, Sendable {
    /// Strength of one parameter: an index into the two scales below.
    typealias Level = Int

    /// Lengths of ordinal parameters by level, in positions; the last makes a parameter nearly irrelevant.
    static let lengths: [Double] = [0.6, 1.2, 2.5, 6, 40]
    /// Correlations of different alternatives by level.
    static let likenesses: [Double] = [0.05, 0.3, 0.6, 0.85, 0.99]
    /// Shares of the sum that fitting tries.
    static let sumShares: [Double] = [0.15, 0.4, 0.7]

    /// The level of each parameter.
    var levels: [Level]
    /// Share of the sum in the mixture.
    var sumShare: Double

    /// Medium strength everywhere.
    init(parameters: Int) {
        levels = Array(repeating: 2, count: parameters)
        sumShare = 0.4
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
    /// Share of the sum.
    private let sumShare: Double

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
                        let distance = Double(left - right) / Correlation.lengths[level]
                        entries.append(1 / (1 + distance * distance))
                    }
                }
            }
        }
        self.entries = entries
        self.offsets = offsets
        widths = catalogue.values.map(\.count)
        sumShare = correlation.sumShare
    }

    /// Correlation of two rows, 1 for equal ones.
    func callAsFunction(_ left: PointRow, _ right: PointRow) -> Double {
        var product = 1.0
        var sum = 0.0
        entries.withUnsafeBufferPointer { entries in
            for parameter in offsets.indices {
                let value = entries[
                    offsets[parameter] + Int(left[parameter]) * widths[parameter] + Int(right[parameter])]
                product *= value
                sum += value
            }
        }
        guard !offsets.isEmpty else { return 1 }
        return (1 - sumShare) * product + sumShare * sum / Double(offsets.count)
    }
}
