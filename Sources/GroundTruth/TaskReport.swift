import Foundation
package import GPUTiming

/// What a calibration against a set of tasks found, as text for a terminal and as a section of the document.
package struct TaskReport: Sendable {
    /// The chip.
    package let hardware: Hardware
    /// The score.
    package let score: TaskScore

    /// Cases listed as worst.
    private static let worstCount = 10

    /// A report on `predictions` of `cases`.
    package init(set: TruthSet, hardware: Hardware, predictions: [CasePrediction], cases: [TruthCase]? = nil) {
        self.hardware = hardware
        var times: [String: Double] = [:]
        for prediction in predictions { times[prediction.name] = prediction.microseconds }
        score = TaskScore(times, set: set, only: cases)
    }

    /// The columns of the table.
    private static let titles = [
        "task", "size", "kernels", "tau-b", "Spearman", "pairs right", "median error", "after the factor",
    ]

    /// The rows of the table.
    private var rows: [[String]] {
        score.tasks.map { task in
            let known = task.rows.count { $0.predicted != nil }
            return [
                task.name, task.sizeLabel, "\(known)/\(task.rows.count)", Self.digits(task.tau),
                Self.digits(task.spearman),
                task.pairs.count > 0
                    ? "\(Self.percent(task.pairs.share)) of \(task.pairs.count)" : "none differ",
                Self.percent(task.medianError(factor: 1)), Self.percent(task.medianError(factor: score.clockFactor)),
            ]
        }
    }

    /// The whole in one sentence.
    private var summary: String {
        "Mean tau \(Self.digits(score.meanTau)); over the \(score.ranked.count) tasks with pairs measured at least "
            + "\(TaskScore.clearRatio)x apart: tau \(Self.digits(score.rankedTau)), "
            + "\(Self.percent(score.meanPairs)) of those pairs ordered rightly (mean over tasks), median error "
            + "\(Self.percent(score.medianError)) after one clock factor of \(Self.digits(score.clockFactor)) for the set."
    }

    /// The score per task, the whole, and the worst cases, for a terminal.
    package var text: String {
        let table = [Self.titles] + rows
        let widths = Self.titles.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        var lines = table.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 ? cell + space : space + cell
            }.joined(separator: "  ")
        }
        lines += ["", summary, "", "worst cases after the factor:"]
        for row in worst() {
            lines.append(
                "  \(row.truthCase.name): predicted \(Self.time(row, score.clockFactor)), measured "
                    + "\(Self.microseconds(row.measured)) us")
        }
        return lines.joined(separator: "\n")
    }

    /// The figures as a section in Markdown.
    package var markdown: String {
        var lines = ["## \(hardware.title)", ""]
        lines += [Self.line(Self.titles), Self.line(Self.titles.map { _ in "---" })] + rows.map(Self.line)
        lines += ["", Self.wrapped(summary), "", "The worst cases after the factor:", ""]
        lines += ["| case | predicted us | measured us |", "| --- | --- | --- |"]
        for row in worst() {
            lines.append(
                "| \(row.truthCase.name) | \(Self.time(row, score.clockFactor)) | \(Self.microseconds(row.measured)) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The worst cases of the tasks that count, by the ratio of the times in either direction.
    private func worst() -> [Score.Row] {
        func badness(_ row: Score.Row) -> Double {
            guard let predicted = row.predicted else { return .infinity }
            return max(predicted * score.clockFactor / row.measured, row.measured / (predicted * score.clockFactor))
        }
        let all = score.ranked.flatMap(\.rows).enumerated()
        return all.sorted { (badness($1.element), $0.offset) < (badness($0.element), $1.offset) }
            .prefix(Self.worstCount).map(\.element)
    }

    /// A row of a table.
    private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// A predicted time after the factor.
    private static func time(_ row: Score.Row, _ factor: Double) -> String {
        row.predicted.map { microseconds($0 * factor) } ?? "nothing"
    }

    /// A sentence in lines of at most 120 columns.
    private static func wrapped(_ text: String) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= 120 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// "12.3 %".
    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

    /// Three digits after the point.
    private static func digits(_ value: Double) -> String { String(format: "%.3f", value) }

    /// Four digits that count.
    private static func microseconds(_ value: Double) -> String { String(format: "%.4g", value) }
}
