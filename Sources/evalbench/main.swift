import Candidates
import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler

let arguments = CommandLine.arguments
let task = try TaskDefinition(folder: URL(fileURLWithPath: "configs/tasks/\(arguments[1])"), named: arguments[1])
let hardware = try Hardware(yaml: String(contentsOfFile: "configs/gpus/m1-pro.yaml", encoding: .utf8), file: "m1-pro.yaml")
let compiler = KernelCompiler(clang: try await Clang.locate())
var settings = EvaluatorSettings(seed: 1, lanes: 1)
if let b = ProcessInfo.processInfo.environment["BUDGET"] { settings.sampleBudget = UInt64(b)! }
if let b = ProcessInfo.processInfo.environment["SIZES"] { settings.timedSizes = Set(b.split(separator: ",").map(String.init)) }
let start = ContinuousClock.now
let evaluator: Evaluator
do { evaluator = try await Evaluator(task: task, hardware: hardware, compiler: compiler, settings: settings) } catch { print(error); exit(1) }
print("init", ContinuousClock.now - start)
for name in arguments.dropFirst(2) {
    var defs: [String: Int] = [:]
    let parts = name.split(separator: ",")
    for part in parts.dropFirst() { let kv = part.split(separator: "="); defs[String(kv[0])] = Int(kv[1])! }
    var file = String(parts[0])
    if !file.contains("/") { file = "configs/tasks/\(arguments[1])/\(file).metal" }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let space = try DesignSpace(parsing: text, file: file, constants: task.constants)
    let candidate = Candidate(text: text, point: try space.point(overriding: defs), origin: .start)
    let begin = ContinuousClock.now
    let result = await evaluator.evaluate(candidate)
    print("==", name, result.verdict.kind.rawValue, result.verdict.message, "in", ContinuousClock.now - begin)
    for time in result.times { print("  ", time.size, time.nanoseconds, "ns ±", time.samplingError) }
    for s in result.summaries { print("  ", s.size, s.bottleneck, s.launches.map { "\($0.nanoseconds) tgs \($0.threadgroups)x\($0.threadsPerThreadgroup) occ \($0.occupancy.threadgroups) err \($0.samplingError)" }) }
    if let score = result.score { print("   score", score) }
    if ProcessInfo.processInfo.environment["HOLD"] != nil { print(await evaluator.verifyHoldout(candidate)) }
}
