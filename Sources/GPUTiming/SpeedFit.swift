/// How much faster a threadgroup gets on when fewer share its core, fitted to threadgroups of differing work.
///
/// A threadgroup's work is what it does per tick with all slots taken, times the ticks, times the speed in each: for
/// the units sampled, `base + perWork · work = Σ (1 + extra(k)) · ticks with k residents`. `extra` is a broken line
/// through 0 with all slots taken, and its values at one resident and at half of them are fitted with `base` and
/// `perWork` by least squares.
struct SpeedFit {
    /// One threadgroup's equation: its ticks, how much of `extra(1)` and `extra(half)` they hold, and its work.
    private struct Equation {
        var ticks: Double
        var alone: Double
        var half: Double
        var work: Double
    }

    /// Slots of a core.
    private let residents: Int
    private var equations: [Equation] = []

    /// A fit for units that start with `residents` threadgroups.
    init(residents: Int) { self.residents = residents }

    /// Adds a unit whose threadgroups began together: when each ended and its work.
    mutating func add(_ unit: [(end: Double, work: Double)]) {
        let half = (residents + 1) / 2
        var (now, ticks, alone, halves) = (0.0, 0.0, 0.0, 0.0)
        for (place, threadgroup) in unit.sorted(by: { ($0.end, $0.work) < ($1.end, $1.work) }).enumerated() {
            let left = unit.count - place
            let step = threadgroup.end - now
            now = threadgroup.end
            ticks += step
            if left < half {
                let share = Double(half - left) / Double(half - 1)
                alone += step * share
                halves += step * (1 - share)
            } else if left < residents {
                halves += step * Double(residents - left) / Double(residents - half)
            }
            equations.append(Equation(ticks: ticks, alone: alone, half: halves, work: threadgroup.work))
        }
    }

    /// Speeds of a threadgroup that is one of 1, 2, … residents, between 1 and the share of the core that it gains; nil
    /// where the equations do not determine them.
    func speeds() -> [Double]? {
        let half = (residents + 1) / 2
        guard half > 1, half < residents, equations.count >= 8 else { return nil }
        // Scaled to about 1, so that one threshold tells a singular system.
        let ticks = equations.reduce(0) { $0 + $1.ticks } / Double(equations.count)
        let work = equations.reduce(0) { $0 + $1.work } / Double(equations.count)
        guard ticks > 0, work > 0 else { return nil }
        var matrix = [[Double]](repeating: .init(repeating: 0, count: 5), count: 4)
        for equation in equations {
            let row = [
                1, equation.work / work, -equation.alone / ticks, -equation.half / ticks, equation.ticks / ticks,
            ]
            for i in 0..<4 { for j in 0..<5 { matrix[i][j] += row[i] * row[j] / Double(equations.count) } }
        }
        guard let solution = Self.solve(matrix) else { return nil }
        let knots = [(1, solution[2]), (half, solution[3])].map { count, extra in
            min(Double(residents) / Double(count), max(1, 1 + extra))
        }
        return (1...residents).map { count in
            if count <= half {
                return knots[0] + (knots[1] - knots[0]) * Double(count - 1) / Double(half - 1)
            }
            return knots[1] + (1 - knots[1]) * Double(count - half) / Double(residents - half)
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
