import Foundation
package import GPUTiming

/// What a calibration found, as text for a terminal and as a document.
package struct AccuracyReport: Sendable {
    /// The set.
    package let set: TruthSet
    /// The chip.
    package let hardware: Hardware
    /// The time that was predicted.
    package let clock: Clock
    /// The predictions.
    package let predictions: [CasePrediction]
    /// Their score.
    package let score: Score

    /// Cases listed as worst.
    private static let worstCount = 10

    /// A report on `predictions` of `cases`.
    package init(
        set: TruthSet, hardware: Hardware, clock: Clock, predictions: [CasePrediction], cases: [TruthCase]? = nil
    ) {
        self.set = set
        self.hardware = hardware
        self.clock = clock
        self.predictions = predictions
        var times: [String: Double] = [:]
        for prediction in predictions { times[prediction.name] = prediction.microseconds }
        score = Score(times, set: set, clock: clock, only: cases)
    }

    /// Predicted microseconds by case.
    package var times: [String: Double] {
        Dictionary(predictions.map { ($0.name, $0.microseconds) }) { first, _ in first }
    }

    /// The score per family, the whole, and the worst cases, for a terminal.
    package var text: String {
        var lines = [Self.cells(["family", "cases", "pairs right", "median", "worst"])]
        for family in score.families {
            lines.append(
                Self.cells([
                    family.name, "\(family.cases)", "\(Self.number(family.pairs.right))/\(family.pairs.count)",
                    Self.percent(family.medianError), Self.percent(family.worstError),
                ]))
        }
        lines.append("")
        lines.append(summary)
        lines.append("")
        lines.append("worst cases:")
        for (row, entry) in worst() {
            let predicted = row.predicted.map { Self.number($0) } ?? "nothing"
            var line =
                "  \(row.truthCase.name): predicted \(predicted), measured \(Self.number(row.measured)) us "
                + "(\(Self.percent(row.error)))"
            if let entry {
                line +=
                    "; \(entry.counter.title) \(Self.number(entry.predicted)) where the card has "
                    + Self.number(entry.measured)
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// One line with all figures.
    private var summary: String {
        "cases \(score.rows.count) missing \(score.missing) spearman \(String(format: "%.3f", score.spearman)) "
            + "same problem \(Self.percent(score.sameProblem.share)) "
            + "(\(Self.number(score.sameProblem.right))/\(score.sameProblem.count)) pairs "
            + "\(Self.percent(score.pairs.share)) (\(Self.number(score.pairs.right))/\(score.pairs.count)) "
            + "mean \(Self.percent(score.meanError)) median \(Self.percent(score.medianError)) "
            + "p90 \(Self.percent(score.ninetiethError))"
    }

    /// What timing costs beside execution on this machine; a figure of the machine, so that no document holds it.
    package var cost: String? {
        TimingCost.ratio(predictions.map(\.cost)).map {
            "timing a warp instruction takes \(String(format: "%.1f", $0)) times as long as executing it"
        }
    }

    /// The worst cases with the counter that disagrees most.
    private func worst() -> [(row: Score.Row, entry: CounterComparison.Entry?)] {
        let order = score.rows.enumerated().sorted { ($1.element.error, $0.offset) < ($0.element.error, $1.offset) }
        return order.prefix(Self.worstCount).map { _, row in
            let prediction = predictions.first { $0.name == row.truthCase.name }
            // A set's counters were taken with cold caches.
            return (row, clock == .cold ? prediction.flatMap { CounterComparison.worst($0, in: set) } : nil)
        }
    }

    /// The figures as Markdown: whole, families, counters and worst cases.
    package var markdown: String {
        var lines = [
            "## \(hardware.title)\(set.title.isEmpty ? "" : ", \(set.title)"), \(clock.rawValue) caches", "",
            "| cases | missing | Spearman | same-problem pairs | pairs in families | mean | median | p90 |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            "| \(score.rows.count) | \(score.missing) | \(String(format: "%.3f", score.spearman)) "
                + "| \(Self.percent(score.sameProblem.share)) | \(Self.percent(score.pairs.share)) "
                + "| \(Self.percent(score.meanError)) | \(Self.percent(score.medianError)) "
                + "| \(Self.percent(score.ninetiethError)) |", "",
            "| family | cases | pairs right | median error | worst error |", "| --- | --- | --- | --- | --- |",
        ]
        for family in score.families {
            lines.append(
                "| \(family.name) | \(family.cases) | \(Self.number(family.pairs.right)) of \(family.pairs.count) "
                    + "| \(Self.percent(family.medianError)) | \(Self.percent(family.worstError)) |")
        }
        let counters = CounterComparison.summary(predictions, in: set)
        if !counters.isEmpty, clock == .cold {
            lines += [
                "", "| counter | cases | median error | 75th percentile | median error of the best constant |",
                "| --- | --- | --- | --- | --- |",
            ]
            for entry in counters {
                let unit = entry.counter.isShare ? " points" : ""
                func figure(_ value: Double) -> String {
                    entry.counter.isShare ? Self.number(value * 100) + unit : Self.percent(value)
                }
                lines.append(
                    "| \(entry.counter.title) | \(entry.cases) | \(figure(entry.median)) "
                        + "| \(figure(entry.upperQuartile)) | \(figure(entry.constant)) |")
            }
            let conflicts = CounterComparison.bankConflicts(predictions, in: set)
            lines.append(
                "| bank conflicts | \(conflicts.cases) | \(Self.percent(conflicts.median)) | - "
                    + "| \(Self.percent(conflicts.constant)) |")
            let others = CounterComparison.topStalls(predictions, in: set, clock: clock, except: "long_scoreboard")
            let residents = CounterComparison.residency(predictions, in: set)
            let stalls = CounterComparison.topStalls(predictions, in: set, clock: clock)
            lines += [
                "",
                "Resident threadgroups are the card's in \(residents.right) of \(residents.of) cases that fill the cores; "
                    + "the commonest stall is the card's in \(stalls.right) of \(stalls.of) cases over 10 us, in "
                    + "\(others.right) of the \(others.of) where that is not `long_scoreboard`.",
                "",
                "Of the \(conflicts.free) cases with threadgroup memory in which the card has less than one bank conflict in ten "
                    + "accesses, the model sees at most \(Self.percent(conflicts.worstFree)) of the accesses in conflict.",
            ]
        }
        lines += ["", "The worst cases:", "", "| case | predicted us | measured us | counter that disagrees most |"]
        lines.append("| --- | --- | --- | --- |")
        for (row, entry) in worst() {
            let counter = entry.map {
                "\($0.counter.title): \(Self.number($0.predicted)), card \(Self.number($0.measured))"
            }
            lines.append(
                "| \(row.truthCase.name) | \(row.predicted.map { Self.number($0) } ?? "-") "
                    + "| \(Self.number(row.measured)) | \(counter ?? "-") |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row of a table for a terminal.
    private static func cells(_ cells: [String]) -> String {
        zip(cells, [24, 7, 14, 10, 10]).enumerated().map { index, pair in
            let space = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
            return index == 0 ? pair.0 + space : space + pair.0
        }.joined()
    }

    /// "12.3 %".
    static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

    /// A number with as many digits after the point.
    static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// Up to four digits that count.
    private static func number(_ value: Double) -> String {
        value.magnitude >= 1e6 ? String(format: "%.3g", value) : String(format: "%.4g", value)
    }
}
