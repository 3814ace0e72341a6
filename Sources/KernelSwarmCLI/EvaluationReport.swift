import Candidates
import Evaluation
import Foundation
import GPUTiming

/// One evaluation as a person or a program reads it.
struct EvaluationReport {
    let task: String
    let hardware: Hardware
    let candidate: Candidate
    let result: EvaluationResult
    let baseline: EvaluationResult
    let baselineName: String

    /// The report for a person.
    var text: String {
        var lines = ["task \(task) on \(hardware.label)"]
        if !candidate.point.names.isEmpty { lines.append("at \(candidate.point)") }
        guard result.verdict.kind == .correct else {
            let place = result.verdict.size.map { " at size '\($0)'" } ?? ""
            lines.append("verdict: \(result.verdict.kind.rawValue)\(place)")
            lines.append(result.verdict.message)
            return lines.joined(separator: "\n")
        }
        lines.append("verdict: correct; \(result.verdict.message)")
        lines.append("")
        lines.append(TextTable.row(["size", "time", baselineName, "speed-up", "sampling error"], widths: Self.widths))
        for (mine, other) in zip(result.times, baseline.times) {
            lines.append(
                TextTable.row(
                    [
                        mine.size, TextTable.time(mine.nanoseconds), TextTable.time(other.nanoseconds),
                        TextTable.ratio(other.nanoseconds / mine.nanoseconds),
                        String(format: "%.2f %%", mine.samplingError * 100),
                    ], widths: Self.widths))
        }
        if let speedup = Evaluator.speedup(of: result, over: baseline) {
            lines.append("")
            lines.append("speed-up over \(baselineName): \(TextTable.ratio(speedup)) (weighted geometric mean)")
        }
        for summary in result.summaries { lines += ["", summary.text] }
        return lines.joined(separator: "\n")
    }

    private static let widths = [16, 12, 12, 10, 15]

    /// The report for a program: one line.
    var json: String {
        struct Report: Encodable {
            let task: String
            let gpu: String
            let estimatedShare: Double
            let candidate: String
            let point: [String: Int]
            let against: String
            let ratio: Double?
            let result: EvaluationResult
            let baseline: [SizeTime]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let report = Report(
            task: task, gpu: hardware.name, estimatedShare: hardware.estimatedShare, candidate: candidate.identity,
            point: candidate.point.dictionary, against: baselineName,
            ratio: Evaluator.speedup(of: result, over: baseline), result: result, baseline: baseline.times)
        return (try? encoder.encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
