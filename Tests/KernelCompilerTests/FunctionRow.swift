/// An expression of a kernel and what it must give, lane by lane.
///
/// In the expression `i` is the lane (0 to 31) as an `int`, `x` is `i / 8 + 1/16` and `y` is `2 - i / 16` as `float`s.
struct FunctionRow: Sendable {
    /// The expression; converted to float.
    let expression: String
    /// Largest allowed difference, relative to values above 1.
    let tolerance: Double
    /// The value for a lane, `x` and `y`.
    let expected: @Sendable (_ lane: Int, _ x: Double, _ y: Double) -> Double

    init(
        _ expression: String, within tolerance: Double = 0,
        _ expected: @escaping @Sendable (_ lane: Int, _ x: Double, _ y: Double) -> Double
    ) {
        self.expression = expression
        self.tolerance = tolerance
        self.expected = expected
    }

    /// The `x` of a lane.
    static func x(_ lane: Int) -> Double { Double(lane) / 8 + 0.0625 }
    /// The `y` of a lane.
    static func y(_ lane: Int) -> Double { 2 - Double(lane) / 16 }

    /// The rows as the statements of one kernel, which writes row r's values at `out[32 * r]`.
    static func statements(_ rows: [FunctionRow]) -> String {
        rows.enumerated().map { "out[\(32 * $0.offset) + i] = (float)(\($0.element.expression));" }
            .joined(separator: "\n")
    }

    /// The first difference between `values` and the rows, as a reader needs it; nil if there is none.
    static func difference(_ rows: [FunctionRow], _ values: [Float]) -> String? {
        for (number, row) in rows.enumerated() {
            for lane in 0..<32 {
                let wanted = row.expected(lane, x(lane), y(lane))
                let got = Double(values[32 * number + lane])
                let same = got == wanted || (got.isNaN && wanted.isNaN)
                let allowed = row.tolerance * max(1, abs(wanted))
                if same || abs(got - wanted) <= allowed { continue }
                return "\(row.expression) in lane \(lane) is \(got), not \(wanted)"
            }
        }
        return nil
    }
}
