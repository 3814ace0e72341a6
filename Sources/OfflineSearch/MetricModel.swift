/// A metric as a function of rows, in standard deviations from its mean.
struct MetricModel: Sendable {
    /// The process that correlates rows.
    let process: GaussianProcess
    /// Its weights for this metric.
    let weights: [Double]

    /// Expected value at a row.
    func callAsFunction(_ row: PointRow) -> Double {
        let correlations = process.correlations(with: row)
        var sum = 0.0
        for index in correlations.indices { sum += correlations[index] * weights[index] }
        return sum
    }
}
