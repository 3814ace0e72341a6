import Candidates
import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler

// Evaluates every feasible point of a task's starting kernel at some timed sizes and writes one line a point: the values
// in the order of the header, then the score in modelled nanoseconds, or the verdict where it is not correct.
//
//     EnumerateSpace PROJECT_DIR TASK GPU SIZE[,SIZE…] SAMPLE_BUDGET > points.csv
//
// The tests of the search run on such files (Tests/OfflineSearchTests/Spaces).
let arguments = CommandLine.arguments
guard arguments.count == 6, let budget = UInt64(arguments[5]) else {
    FileHandle.standardError.write(Data("usage: EnumerateSpace PROJECT_DIR TASK GPU SIZE[,SIZE…] SAMPLE_BUDGET\n".utf8))
    exit(2)
}
let root = URL(fileURLWithPath: arguments[1])
let task = try TaskDefinition(
    folder: root.appendingPathComponent("configs/tasks/\(arguments[2])"), named: "configs/tasks/\(arguments[2])")
let gpuFile = root.appendingPathComponent("configs/gpus/\(arguments[3]).yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let evaluator = try await Evaluator(
    task: task, hardware: hardware, compiler: compiler,
    settings: EvaluatorSettings(
        seed: 1, lanes: 2, sampleBudget: budget, timedSizes: Set(arguments[4].split(separator: ",").map(String.init))))
let space = try DesignSpace(parsing: task.start.text, file: task.start.file, constants: task.constants)
let points = Array(space.feasiblePoints)
print(
    "# \(task.start.file) of \(task.name) on \(hardware.name), sizes \(arguments[4]), sample budget \(budget), seed 1")
print(space.parameters.map(\.name).joined(separator: ",") + ",ns")
FileHandle.standardError.write(Data("\(points.count) feasible points of \(space.pointCount)\n".utf8))
var start = 0
while start < points.count {
    let part = points[start..<min(points.count, start + 8)]
    let results = await evaluator.evaluateAll(
        part.map { Candidate(text: task.start.text, point: $0, origin: .start) })
    for (point, result) in zip(part, results) {
        let outcome = result.score.map { String($0) } ?? result.verdict.kind.rawValue
        print(point.values.map(String.init).joined(separator: ",") + "," + outcome)
    }
    fflush(nil)
    start += 8
}
