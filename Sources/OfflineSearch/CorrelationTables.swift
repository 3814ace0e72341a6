/// A correlation spelled out as one table per parameter, for speed.
struct CorrelationTables: Sendable {
    /// Correlation of positions `a` and `b` of parameter `p` at `offsets[p] + a * widths[p] + b`.
    private let entries: [Double]
    /// Where each parameter's table begins.
    private let offsets: [Int]
    /// Number of values of each parameter.
    private let widths: [Int]
    /// Position of each value of each ordinal parameter between -1 and 1, 0 for alternatives; places as in `offsets`.
    private let positions: [[Double]]
    /// 1 / number of ordinal parameters.
    private let trendScale: Double
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
                        let distance = Double(left - right) / Correlation.lengths[level]
                        entries.append(1 / (1 + distance * distance))
                    }
                }
            }
        }
        self.entries = entries
        self.offsets = offsets
        widths = catalogue.values.map(\.count)
        mixture = correlation.mixture
        positions = zip(catalogue.values, catalogue.isChoice).map { values, isChoice in
            values.indices.map { isChoice || values.count < 2 ? 0 : 2 * Double($0) / Double(values.count - 1) - 1 }
        }
        trendScale = 1 / Double(max(1, catalogue.isChoice.count { !$0 }))
    }

    /// Covariance of two rows, in units of the variance without the trend.
    func callAsFunction(_ left: PointRow, _ right: PointRow) -> Double {
        var product = 1.0
        var sum = 0.0
        var squares = 0.0
        var trend = 0.0
        entries.withUnsafeBufferPointer { entries in
            for parameter in offsets.indices {
                let value = entries[
                    offsets[parameter] + Int(left[parameter]) * widths[parameter] + Int(right[parameter])]
                product *= value
                sum += value
                squares += value * value
                trend += positions[parameter][Int(left[parameter])] * positions[parameter][Int(right[parameter])]
            }
        }
        let count = Double(offsets.count)
        trend *= trendScale
        let slope = Correlation.trendShare * (trend + trend * trend)
        guard count > 1 else { return product + slope }
        let pairs = (sum * sum - squares) / (count * (count - 1))
        return (1 - mixture.single - mixture.pair) * product + mixture.single * sum / count + mixture.pair * pairs
            + slope
    }
}
