import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SeededKernels

// Evaluates the seeded cheats and the honest kernels beside them, and prints what is taken for what.
//
//     CheatPanel PROJECT_DIR [GPU]
//
// Ends with 1 where a cheat passes or an honest kernel does not.
let arguments = CommandLine.arguments
guard arguments.count == 2 || arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: CheatPanel PROJECT_DIR [GPU]\n".utf8))
    exit(2)
}
let root = URL(fileURLWithPath: arguments[1])
let gpuFile = root.appendingPathComponent("configs/gpus/\(arguments.count == 3 ? arguments[2] : "m1-pro").yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let panel = SeededPanel(folder: root.appendingPathComponent("Tests/Fixtures/cheats"))
var outcomes: [SeededPanel.Outcome] = []
for task in try panel.tasks() {
    let found: [SeededPanel.Outcome]
    do {
        found = try await panel.run(
            task: task, on: hardware, compiler: compiler,
            settings: EvaluatorSettings(seed: 1, lanes: ProcessInfo.processInfo.activeProcessorCount))
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
