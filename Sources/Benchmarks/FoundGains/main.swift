import Candidates
import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler

// Holds the model against points of a task's starting kernel that were timed on a real card: Kendall's tau by size and
// of the weighted geometric mean, and what part of the model's preference is real.
//
//     FoundGains PROJECT_DIR TASK GPU MEASURED.csv [SIZE[,SIZE…] [VALUES-PREFIX]]
//
// A row of the file holds the tunables' values in the order of the design space and then microseconds by size.
let arguments = CommandLine.arguments
guard arguments.count >= 5 else {
    FileHandle.standardError.write(
        Data("usage: FoundGains PROJECT_DIR TASK GPU MEASURED.csv [SIZE[,SIZE…] [VALUES-PREFIX]]\n".utf8))
    exit(2)
}
let root = URL(fileURLWithPath: arguments[1])
let task = try TaskDefinition(
    folder: root.appendingPathComponent("configs/tasks/\(arguments[2])"), named: "configs/tasks/\(arguments[2])")
let gpuFile = root.appendingPathComponent("configs/gpus/\(arguments[3]).yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let table = try MeasuredPoints(String(contentsOfFile: arguments[4], encoding: .utf8))
let wanted = arguments.count > 5 ? arguments[5].split(separator: ",").map(String.init) : table.sizes
let prefix = arguments.count > 6 ? arguments[6] : ""
let evaluator = try await Evaluator(
    task: task, hardware: hardware, compiler: compiler,
    settings: EvaluatorSettings(seed: 1, lanes: 2, timedSizes: Set(wanted)))
let space = try DesignSpace(parsing: task.start.text, file: task.start.file, constants: task.constants)
let rows = table.rows.filter { $0.label.hasPrefix(prefix) }
let candidates = try rows.map { row in
    Candidate(
        text: task.start.text, point: try space.point(overriding: row.values(of: space.parameters.map(\.name))),
        origin: .start)
}
let results = await evaluator.evaluateAll(candidates)
var pairs: [String: [(model: Double, card: Double)]] = [:]
for (row, result) in zip(rows, results) {
    guard result.verdict.kind == .correct else {
        print("\(row.label): \(result.verdict.kind.rawValue): \(result.verdict.message)")
        continue
    }
    for (time, summary) in zip(result.times, result.summaries) {
        guard let card = row.microseconds[time.size],
            let launch = summary.launches.max(by: { $0.nanoseconds < $1.nanoseconds })
        else { continue }
        // The card's times leave out what an empty launch takes.
        let model = (time.nanoseconds - Double(summary.launches.count) * hardware.launch.fixed) / 1000
        pairs[time.size, default: []].append((model, card))
        let metrics = summary.metrics
        func figure(_ key: String) -> String { String(format: "%.4g", metrics[key] ?? 0) }
        let stalls = summary.stalls.prefix(4).map { "\($0.reason) \(Int(($0.share * 100).rounded()))" }
        print(
            "\(row.label) \(time.size): \(String(format: "%.1f / %.1f = %.2f", model, card, model / card)); "
                + "instructions \(figure("instructions")), registers \(figure("registers")) / \(row.registers), "
                + "residents \(launch.occupancy.threadgroups), L1 hits \(figure("l1_hit_pct")) %, "
                + "load sectors \(figure("global_sectors_ld")), issue \(figure("issue_pct")) %; "
                + stalls.joined(separator: ", "))
    }
}
for size in wanted { print("\(size): \(Agreement(pairs[size] ?? []).text)") }
if wanted.count == table.sizes.count {
    let means = rows.indices.map { index in
        let entries = wanted.compactMap { size in
            (pairs[size] ?? []).indices.contains(index) ? pairs[size]?[index] : nil
        }
        return (model: geometricMean(entries.map(\.model)), card: geometricMean(entries.map(\.card)))
    }
    print("geometric mean: \(Agreement(means).text)")
}

/// The geometric mean.
func geometricMean(_ values: [Double]) -> Double {
    exp(values.reduce(0) { $0 + log($1) } / Double(max(1, values.count)))
}
