/// A Gaussian process over rows: exact regression with a stated correlation, its scale taken from the data.
///
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning", algorithm 2.1.
struct GaussianProcess: Sendable {
    /// The correlation as tables.
    let tables: CorrelationTables
    /// Added to the diagonal: what the correlation cannot explain.
    let nugget: Double
    /// The rows observed.
    private(set) var rows: [PointRow] = []
    /// Lower triangle of the Cholesky factor, row after row.
    private var factor: [Double] = []
    /// Sum of the logarithms (base 2) of the factor's diagonal.
    private(set) var logDiagonal = 0.0

    /// A process that has seen nothing.
    init(tables: CorrelationTables, nugget: Double) {
        self.tables = tables
        self.nugget = nugget
    }

    /// A process that has seen `rows`.
    init(tables: CorrelationTables, nugget: Double, rows: [PointRow]) {
        self.init(tables: tables, nugget: nugget)
        for row in rows { append(row) }
    }

    /// Adds a row; costs the square of their number.
    mutating func append(_ row: PointRow) {
        let solved = solve(correlations(with: row))
        let rest = tables(row, row) + nugget - solved.reduce(0) { $0 + $1 * $1 }
        // Rounding may leave a tiny negative rest when the same row comes twice.
        let diagonal = max(rest, 1e-9).squareRoot()
        factor += solved
        factor.append(diagonal)
        logDiagonal += PortableMath.log2(diagonal)
        rows.append(row)
    }

    /// The correlations of `row` with the rows observed.
    func correlations(with row: PointRow) -> [Double] { rows.map { tables($0, row) } }

    /// Solves `L x = right`.
    func solve(_ right: [Double]) -> [Double] {
        var result = right
        factor.withUnsafeBufferPointer { factor in
            result.withUnsafeMutableBufferPointer { result in
                var start = 0
                for row in result.indices {
                    var sum = result[row]
                    for column in 0..<row { sum -= factor[start + column] * result[column] }
                    result[row] = sum / factor[start + row]
                    start += row + 1
                }
            }
        }
        return result
    }

    /// Solves `Lᵀ x = right`.
    func solveTransposed(_ right: [Double]) -> [Double] {
        var result = right
        for row in result.indices.reversed() {
            let start = row * (row + 1) / 2
            result[row] /= factor[start + row]
            let value = result[row]
            for column in 0..<row { result[column] -= factor[start + column] * value }
        }
        return result
    }

    /// The weights by which correlations are summed to predict targets of mean 0, one target per row.
    func weights(for targets: [Double]) -> [Double] { solveTransposed(solve(targets)) }

    /// The variance left at `row`, whose correlations are given; positive.
    func variance(of row: PointRow, _ correlations: [Double]) -> Double {
        let solved = solve(correlations)
        return max(1e-9, tables(row, row) - solved.reduce(0) { $0 + $1 * $1 })
    }

    /// Profile log likelihood of targets of mean 0, up to a constant, in bits; larger is better.
    func logLikelihood(of targets: [Double]) -> Double {
        let solved = solve(targets)
        let count = Double(max(targets.count, 1))
        let variance = max(solved.reduce(0) { $0 + $1 * $1 } / count, 1e-12)
        return -0.5 * count * PortableMath.log2(variance) - logDiagonal
    }
}
