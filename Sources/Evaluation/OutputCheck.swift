import Candidates

/// Compares outputs with the reference, row by row.
struct OutputCheck {
    /// What is wrong with an output.
    struct Finding {
        /// Unwritten or wrong.
        let kind: VerdictKind
        /// What is wrong, as a sentence.
        let message: String
    }

    /// The output.
    let buffer: TaskBuffer
    /// Its elements per row.
    let rowLength: Int
    /// Its elements.
    let count: Int
    /// Greatest error, relative to the root mean square of the reference row.
    let tolerance: Double

    /// The rows whose elements are all written, among those that `candidates` gives.
    func writtenRows(_ bytes: UnsafeRawBufferPointer) -> [Int] {
        let codec = ElementCodec(buffer.type)
        return (0..<(count / rowLength)).filter { row in
            (row * rowLength..<(row + 1) * rowLength).allSatisfy { !codec.isUnwritten($0, of: bytes) }
        }
    }

    /// Number of elements that hold something.
    func writtenCount(_ bytes: UnsafeRawBufferPointer) -> Int {
        let codec = ElementCodec(buffer.type)
        return (0..<count).count { !codec.isUnwritten($0, of: bytes) }
    }

    /// What is wrong with the rows given; nil when nothing is.
    ///
    /// - Parameters:
    ///   - rows: Row numbers.
    ///   - reference: The oracle's values of each.
    func finding(_ bytes: UnsafeRawBufferPointer, rows: [Int], reference: [[Double]]) -> Finding? {
        let codec = ElementCodec(buffer.type)
        var unwritten = 0
        var firstUnwritten = 0
        var wrong = 0
        var worst: (excess: Double, index: Int, got: Double, expected: Double, rms: Double)?
        for (row, expected) in zip(rows, reference) {
            let squares = expected.reduce(0) { $0 + $1 * $1 }
            let rms = (squares / Double(max(1, expected.count))).squareRoot()
            let allowed = tolerance * rms
            for (column, value) in expected.enumerated() {
                let index = row * rowLength + column
                let got = codec.load(index, of: bytes)
                let error = (got - value).magnitude
                // A reference of NaN or infinity asks for the same.
                if error <= allowed || got == value || (got.isNaN && value.isNaN && !codec.isUnwritten(index, of: bytes)) {
                    continue
                }
                if codec.isUnwritten(index, of: bytes) {
                    if unwritten == 0 { firstUnwritten = index }
                    unwritten += 1
                    continue
                }
                wrong += 1
                let excess = error.isNaN ? Double.infinity : allowed > 0 ? error / allowed : .infinity
                if worst.map({ excess > $0.excess }) ?? true { worst = (excess, index, got, value, rms) }
            }
        }
        let checked = reference.reduce(0) { $0 + $1.count }
        if unwritten > 0 {
            return Finding(
                kind: .unwrittenOutput,
                message: "output '\(buffer.name)' is not written completely: \(unwritten) of \(checked) elements are "
                    + "unwritten, the first is \(place(firstUnwritten))")
        }
        guard let worst else { return nil }
        return Finding(
            kind: .wrong,
            message: "output '\(buffer.name)' is wrong: \(wrong) of \(checked) elements are off by more than "
                + "\(Self.short(tolerance)) of the root mean square of their row; the worst is \(place(worst.index)): "
                + "expected \(Self.short(worst.expected)), got \(Self.short(worst.got)) (the row's root mean square is "
                + "\(Self.short(worst.rms)))")
    }

    /// `out[130] (row 1, column 2)`.
    private func place(_ index: Int) -> String {
        "\(buffer.name)[\(index)] (row \(index / rowLength), column \(index % rowLength))"
    }

    /// A number in as many digits as single precision needs.
    static func short(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-infinity" : "infinity") : "\(Float(value))"
    }
}
