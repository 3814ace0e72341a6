import Blackboard
import Candidates
import Evaluation
import Foundation
import GPUTiming
import Swarm

/// A finished run as a person or a program reads it.
struct RunReport {
    let outcome: RunOutcome
    let hardware: Hardware
    let taskName: String
    /// Seconds that this process spent on the run.
    let wallSeconds: Double
    /// What the sizes that the search never saw say of the best kernel.
    let holdout: Verdict?

    /// The table for a person.
    var text: String {
        var lines = ["", "task \(taskName) on \(hardware.label)", ""]
        let shown = outcome.best ?? outcome.baselines.first?.kernel
        let sizes = shown?.result.times.map(\.size) ?? []
        let widths = [22] + sizes.map { max(14, $0.count + 2) } + [12]
        lines.append(TextTable.row(["kernel"] + sizes + ["mean"], widths: widths))
        for (name, kernel) in outcome.baselines { lines.append(row(name, kernel, widths)) }
        if let best = outcome.best {
            lines.append(row("best (\(best.author))", best, widths))
            lines.append("")
            for (name, _) in outcome.baselines {
                guard let speedup = outcome.speedup(over: name) else { continue }
                lines.append("speed-up over \(name): \(TextTable.ratio(speedup)) on \(hardware.label)")
            }
            if let holdout { lines.append("hold-out: \(holdout.kind.rawValue); \(holdout.message)") }
            if !best.candidate.point.names.isEmpty { lines.append("best design point: \(best.candidate.point)") }
        } else {
            lines.append("no correct kernel was found")
        }
        let rejections = outcome.rejections.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        lines += [
            "evaluations: \(outcome.evaluations), tickets: \(outcome.tickets)",
            "rejections: \(rejections.isEmpty ? "none" : rejections.joined(separator: ", "))",
            "stopped: \(stopText)", String(format: "wall time: %.1f s", wallSeconds),
            "head \(outcome.head.hash) count \(outcome.head.count)", "run: \(outcome.runDirectory)",
        ]
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ kernel: RunOutcome.Kernel, _ widths: [Int]) -> String {
        let times = kernel.result.times.map { TextTable.time($0.nanoseconds) }
        return TextTable.row([name] + times + [kernel.result.score.map(TextTable.time) ?? "-"], widths: widths)
    }

    /// Why the run ended, for a person.
    private var stopText: String {
        switch outcome.reason {
        case .evaluations: "the evaluations allowed were made"
        case .noImprovement: "no better kernel came for as many evaluations as the rules allow"
        case .speedup: "the speed-up asked for was reached"
        case .tokens: "the tokens allowed were spent"
        case .exhausted: "nobody has anything left to try"
        case .stalled: "critics and council expect nothing better from what is proposed"
        case .interrupted: "interrupted"
        }
    }

    /// One line for a program.
    var json: String {
        struct Report: Encodable {
            struct Best: Encodable {
                let sha256: String
                let author: String
                let point: [String: Int]
                let nanoseconds: Double?
            }
            let speedup: [String: Double]
            let best: Best?
            let evaluations: Int
            let rejections: [String: Int]
            let wall_s: Double
            let head: String
            let run_dir: String
            let gpu: String
            let estimated_share: Double
            let stopped: String
            let holdout: String?
        }
        var speedup: [String: Double] = [:]
        for (name, _) in outcome.baselines { speedup[name] = outcome.speedup(over: name) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let report = Report(
            speedup: speedup,
            best: outcome.best.map {
                Report.Best(
                    sha256: $0.candidate.identity, author: $0.author, point: $0.candidate.point.dictionary,
                    nanoseconds: $0.result.score)
            },
            evaluations: outcome.evaluations, rejections: outcome.rejections, wall_s: wallSeconds,
            head: outcome.head.hash.hex, run_dir: outcome.runDirectory, gpu: hardware.name,
            estimated_share: hardware.estimatedShare, stopped: outcome.reason.rawValue,
            holdout: holdout?.kind.rawValue)
        return (try? encoder.encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
