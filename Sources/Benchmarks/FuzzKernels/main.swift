import Candidates
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SeededKernels

// Evaluates mutated kernels of the seeded panel until the time is up; every one must end in a verdict.
//
//     FuzzKernels PROJECT_DIR SECONDS [SEED]
//
// Prints the number of the mutant before it is evaluated, so that one which brings the process down is known, and the
// verdicts by kind in the end. `SEED` and the number make the mutant again.
let arguments = CommandLine.arguments
guard arguments.count >= 3, let seconds = Int(arguments[2]) else {
    FileHandle.standardError.write(Data("usage: FuzzKernels PROJECT_DIR SECONDS [SEED]\n".utf8))
    exit(2)
}
let root = URL(fileURLWithPath: arguments[1])
let seed = arguments.count > 3 ? UInt64(arguments[3]) ?? 1 : 1
let gpuFile = root.appendingPathComponent("configs/gpus/m1-pro.yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let panel = SeededPanel(folder: root.appendingPathComponent("Tests/Fixtures/cheats"))
var targets: [(evaluator: Evaluator, kernel: SeededKernel)] = []
for name in try panel.tasks() {
    let task = try TaskDefinition(folder: panel.folder.appendingPathComponent(name), named: name)
    let evaluator = try await Evaluator(
        task: task, hardware: hardware, compiler: compiler,
        settings: EvaluatorSettings(seed: seed, lanes: 1, instructionBudget: 64_000_000))
    for kernel in try panel.kernels(of: name) { targets.append((evaluator, kernel)) }
}
let end = ContinuousClock.now + .seconds(seconds)
var verdicts: [String: Int] = [:]
var number: UInt64 = 0
while ContinuousClock.now < end {
    var mutator = KernelMutator(seed: seed, number: number)
    let target = targets[mutator.below(targets.count)]
    FileHandle.standardError.write(Data("\(number) \(target.kernel.name)\n".utf8))
    let text = mutator.mutate(target.kernel.text)
    let result = await target.evaluator.evaluate(Candidate(text: text, point: .empty, origin: .edit))
    verdicts[result.verdict.kind.rawValue, default: 0] += 1
    number += 1
}
print("\(number) mutants")
for (kind, count) in verdicts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { print("\(kind): \(count)") }
