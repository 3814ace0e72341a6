package import GPUTiming

/// A kernel's text with what each line costs.
package struct AnnotatedSource: Sendable {
    /// One line.
    package struct Line: Sendable {
        /// 1-based.
        package let number: Int
        /// The text as it stands in the file; untrusted.
        package let text: String
        /// Its cost; nil where nothing of it was executed.
        package let cost: TraceSummary.Line?
        /// Its share of the warp instructions.
        package let instructionShare: Double
    }

    /// All lines in order.
    package let lines: [Line]

    /// The lines of `source` with the costs that `summary` knows.
    package init(_ source: String, _ summary: TraceSummary) {
        let costs = Dictionary(summary.lines.map { ($0.line, $0) }) { first, _ in first }
        let whole = summary.lines.reduce(0) { $0 + $1.instructions }
        lines = source.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
            let cost = costs[index + 1]
            let share = whole > 0 ? (cost?.instructions ?? 0) / whole : 0
            return Line(number: index + 1, text: String(text), cost: cost, instructionShare: share)
        }
    }

    /// Lines without cost beside one with cost that are shown with it.
    private static let context = 2

    /// The lines for a terminal; long runs without cost are left out and counted.
    package var text: String {
        var out = ["stalls  sectors  conflicts  instr   line"]
        var hidden = 0
        func close() {
            if hidden > 0 { out.append("\(String(repeating: " ", count: 34))    … \(hidden) lines without cost") }
            hidden = 0
        }
        for (index, line) in lines.enumerated() {
            let near = max(0, index - Self.context)...min(lines.count - 1, index + Self.context)
            guard lines[near].contains(where: { $0.cost != nil }) else {
                hidden += 1
                continue
            }
            close()
            out.append(Self.columns(line) + " " + Markup.plain(line.text))
        }
        close()
        return out.joined(separator: "\n")
    }

    /// The figures of a line, in columns.
    private static func columns(_ line: Line) -> String {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        func share(_ value: Double?, _ width: Int) -> String {
            guard let value, value > 0 else { return right("", width) }
            return right(Markup.percent(value), width)
        }
        let conflicts = line.cost.map { $0.conflicts >= 1 ? Markup.short($0.conflicts) : "" } ?? ""
        return share(line.cost?.stallShare, 6) + share(line.cost?.trafficShare, 9) + right(conflicts, 11)
            + share(line.cost == nil ? nil : line.instructionShare, 7) + right("\(line.number)", 7)
    }
}
