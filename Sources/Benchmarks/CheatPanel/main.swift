import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SeededKernels

// Evaluates the seeded cheats and the honest kernels beside them, and prints what is taken for what.
//
//     CheatPanel PROJECT_DIR [GPU [THREADS]]
//
// Ends with 1 where a cheat passes or an honest kernel does not. Before that it prints a digest of the verdicts and their
// messages as the checks alone give them, with nothing timed: the same with any number of threads, on any host, however the
// program was built.
let arguments = CommandLine.arguments
guard (2...4).contains(arguments.count), arguments.count < 4 || Int(arguments[3]) != nil else {
    FileHandle.standardError.write(Data("usage: CheatPanel PROJECT_DIR [GPU [THREADS]]\n".utf8))
    exit(2)
}
let threads = arguments.count == 4 ? Int(arguments[3]) ?? 1 : ProcessInfo.processInfo.activeProcessorCount
let root = URL(fileURLWithPath: arguments[1])
let gpuFile = root.appendingPathComponent("configs/gpus/\(arguments.count > 2 ? arguments[2] : "m1-pro").yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let panel = SeededPanel(folder: root.appendingPathComponent("Tests/Fixtures/cheats"))
var outcomes: [SeededPanel.Outcome] = []
for task in try panel.tasks() {
    let found: [SeededPanel.Outcome]
    do {
        found = try await panel.run(
            task: task, on: hardware, compiler: compiler,
            settings: EvaluatorSettings(seed: 1, lanes: threads, threads: threads))
        let checked = try await panel.run(
            task: task, on: hardware, compiler: compiler,
            settings: EvaluatorSettings(seed: 1, lanes: threads, threads: threads, timedSizes: []))
        print("\(task): digest \(ResultDigest(checked).text)")
    } catch {
        print("✗ \(task): \(error)")
        exit(1)
    }
    for outcome in found {
        let mark = outcome.isFalseAccept || outcome.isFalseReject ? "✗" : outcome.isMisnamed ? "~" : "✓"
        print("\(mark) \(outcome.kernel.name): \(outcome.verdict.kind.rawValue)")
        if mark != "✓" { print(outcome.verdict.message) }
    }
    outcomes += found
}
let cheats = outcomes.filter { $0.kernel.expected != nil }
let honest = outcomes.filter { $0.kernel.expected == nil }
let accepted = cheats.filter(\.isFalseAccept).count
let rejected = honest.filter(\.isFalseReject).count
print("\(cheats.count) cheats: \(accepted) false accepts; \(honest.count) honest kernels: \(rejected) false rejects")
exit(accepted + rejected == 0 ? 0 : 1)
