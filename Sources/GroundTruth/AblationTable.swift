import GPUTiming

/// What the model loses with each of its parts left out, as a section of the document: the scores of one set, and which of
/// them are worse than those of the whole model.
package struct AblationTable: Sendable {
    /// One score.
    private struct Figure {
        /// The column's title.
        let title: String
        /// Its value.
        let value: Double
        /// The step that a change must reach to count.
        let step: Double
        /// Whether a greater value is a better one.
        let growsBetter: Bool
        /// The value for people.
        let text: String

        /// A share of something, which counts from a tenth of a percent on.
        static func share(_ title: String, _ value: Double, growsBetter: Bool) -> Figure {
            Figure(
                title: title, value: value, step: 0.001, growsBetter: growsBetter, text: AccuracyReport.percent(value))
        }

        /// A number with three digits after the point.
        static func digits(_ title: String, _ value: Double) -> Figure {
            Figure(title: title, value: value, step: 0.001, growsBetter: true, text: AccuracyReport.fixed(value, 3))
        }

        /// Cases of all that there are.
        static func cases(_ title: String, _ found: (right: Int, of: Int)) -> Figure {
            Figure(
                title: title, value: Double(found.right), step: 1, growsBetter: true,
                text: "\(found.right)/\(found.of)")
        }

        /// Whether this is clearly worse than `other`.
        func isWorse(than other: Figure) -> Bool {
            // Half a step less than a whole one, so that rounding does not decide.
            (growsBetter ? other.value - value : value - other.value) > step / 2
        }
    }

    private let title: String
    private let whole: [Figure]
    private var rows: [(title: String, figures: [Figure])] = []

    /// A table that begins with the whole model's `report`.
    package init(_ report: AccuracyReport) {
        let name = report.set.title.isEmpty ? "" : ", \(report.set.title)"
        title = "## What each part is worth: \(report.hardware.title)\(name)"
        whole = Self.figures(report)
    }

    /// A table that begins with the whole model's `report`.
    package init(_ report: TaskReport) {
        title = "## What each part is worth: \(report.hardware.title)"
        whole = Self.figures(report.score)
    }

    /// Adds what was found without `part`.
    package mutating func add(_ part: Ablation, _ report: AccuracyReport) {
        rows.append(("\(part.title) (`\(part.name)`)", Self.figures(report)))
    }

    /// Adds what was found without `part`.
    package mutating func add(_ part: Ablation, _ report: TaskReport) {
        rows.append(("\(part.title) (`\(part.name)`)", Self.figures(report.score)))
    }

    /// The scores of a set of families: times, then what the compiler's model and the core's say of the kernel.
    private static func figures(_ report: AccuracyReport) -> [Figure] {
        let score = report.score
        var figures = [
            Figure.digits("Spearman", score.spearman),
            .share("same-problem pairs", score.sameProblem.share, growsBetter: true),
            .share("pairs", score.pairs.share, growsBetter: true),
            .share("mean", score.meanError, growsBetter: false),
            .share("median", score.medianError, growsBetter: false),
            .share("p90", score.ninetiethError, growsBetter: false),
        ]
        let counters = CounterComparison.summary(report.predictions, in: report.set)
        func counter(_ title: String, _ name: String) {
            guard let found = counters.first(where: { $0.counter.measured == name }) else { return }
            figures.append(.share(title, found.median, growsBetter: false))
        }
        counter("instructions", "smsp__inst_executed.sum")
        counter("registers", "launch__registers_per_thread")
        guard !counters.isEmpty else { return figures }
        figures += [
            .cases("residents", CounterComparison.residency(report.predictions, in: report.set)),
            .cases("stalls", CounterComparison.topStalls(report.predictions, in: report.set, clock: report.clock)),
        ]
        return figures
    }

    /// The scores of a set of tasks.
    private static func figures(_ score: TaskScore) -> [Figure] {
        [
            .share("clear pairs", score.meanPairs, growsBetter: true), .digits("tau", score.rankedTau),
            .share("median after the factor", score.medianError, growsBetter: false),
        ]
    }

    /// The section.
    package var markdown: String {
        var lines = [title, ""]
        lines += ["Scores with one part of the model left out, from smaller samples than elsewhere here.", ""]
        lines.append(Self.line(["without"] + whole.map(\.title) + ["worse without it"]))
        lines.append(Self.line(whole.map { _ in "---" } + ["---", "---"]))
        lines.append(Self.line(["nothing"] + whole.map(\.text) + [""]))
        for row in rows {
            let worse = zip(row.figures, whole).filter { $0.isWorse(than: $1) }.map(\.0.title)
            lines.append(
                Self.line(
                    [row.title] + row.figures.map(\.text) + [worse.isEmpty ? "nothing" : worse.joined(separator: ", ")])
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row of the table.
    private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
