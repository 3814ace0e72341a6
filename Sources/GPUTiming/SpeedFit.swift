/// How much faster a threadgroup gets on when fewer share its core, fitted to threadgroups of differing work.
///
/// A threadgroup's work is what it does per tick with all slots taken, times the ticks, times the speed in each: for
/// the units sampled, `base + perWork · work = Σ (1 + extra · free(k)) · ticks with k residents`, where `free` grows evenly
/// from 0 with all slots taken to 1 with one. `extra` is fitted with `base` and `perWork` by least squares; a line with
/// a knot more follows the few threadgroups of a sample too closely.
struct SpeedFit {
    /// One threadgroup's equation: its ticks, those of them weighted by how much of the core was free, and its work.
    private struct Equation {
        var ticks: Double
        var free: Double
        var work: Double
    }

    /// Slots of a core.
    private let residents: Int
    private var equations: [Equation] = []

    /// A fit for units that start with `residents` threadgroups.
    init(residents: Int) { self.residents = residents }

    /// Adds a unit whose threadgroups began together: when each ended and its work.
    mutating func add(_ unit: [(end: Double, work: Double)]) {
        guard residents > 1 else { return }
        var (now, ticks, free) = (0.0, 0.0, 0.0)
        for (place, threadgroup) in unit.sorted(by: { ($0.end, $0.work) < ($1.end, $1.work) }).enumerated() {
            let step = threadgroup.end - now
            now = threadgroup.end
            ticks += step
            free += step * self.free(unit.count - place)
            equations.append(Equation(ticks: ticks, free: free, work: threadgroup.work))
        }
    }

    /// How much of a core is free with `count` residents.
    private func free(_ count: Int) -> Double { Double(max(0, residents - count)) / Double(residents - 1) }

    /// Speeds of a threadgroup that is one of 1, 2, … residents, between 1 and the share of the core that it gains; nil
    /// where the equations do not determine them.
    func speeds() -> [Double]? {
        guard residents > 1, equations.count >= 8 else { return nil }
        // Scaled to about 1, so that one threshold tells a singular system.
        let ticks = equations.reduce(0) { $0 + $1.ticks } / Double(equations.count)
        let work = equations.reduce(0) { $0 + $1.work } / Double(equations.count)
        guard ticks > 0, work > 0 else { return nil }
        var matrix = [[Double]](repeating: .init(repeating: 0, count: 4), count: 3)
        for equation in equations {
            let row = [1, equation.work / work, -equation.free / ticks, equation.ticks / ticks]
            for i in 0..<3 { for j in 0..<4 { matrix[i][j] += row[i] * row[j] / Double(equations.count) } }
        }
        guard let solution = Self.solve(matrix) else { return nil }
        return (1...residents).map { count in
            min(Double(residents) / Double(count), max(1, 1 + solution[2] * free(count)))
        }
    }

    /// Solves a system given with its right side as last column, by elimination with pivots; nil when it is singular.
    private static func solve(_ system: [[Double]]) -> [Double]? {
        var rows = system
        let count = rows.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            guard abs(rows[pivot][column]) > 1e-9 else { return nil }
            rows.swapAt(pivot, column)
            for other in 0..<count where other != column {
                let factor = rows[other][column] / rows[column][column]
                for place in column...count { rows[other][place] -= factor * rows[column][place] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }
}
