import Candidates
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SeededKernels

// Feeds what nobody would write until the time is up; everything must end in a verdict.
//
//     FuzzKernels PROJECT_DIR SECONDS [SEED [MODE [FIRST]]]
//
// MODE is `kernels` (mutated kernels of the seeded panel, evaluated in full), `ir` (mutated IR of clang's, read, lowered
// and executed with every check) or `tokens` (texts of random tokens). Prints the number of the mutant before it is tried, so
// that one which brings the process down is known, and what became of them in the end. `SEED` and the number make the
// mutant again: give it as FIRST.
let arguments = CommandLine.arguments
guard arguments.count >= 3, let seconds = Int(arguments[2]) else {
    FileHandle.standardError.write(Data("usage: FuzzKernels PROJECT_DIR SECONDS [SEED [MODE [FIRST]]]\n".utf8))
    exit(2)
}
let root = URL(fileURLWithPath: arguments[1])
let seed = arguments.count > 3 ? UInt64(arguments[3]) ?? 1 : 1
let mode = arguments.count > 4 ? arguments[4] : "kernels"
let gpuFile = root.appendingPathComponent("configs/gpus/m1-pro.yaml")
let hardware = try Hardware(yaml: String(contentsOf: gpuFile, encoding: .utf8), file: gpuFile.lastPathComponent)
let compiler = KernelCompiler(clang: try await Clang.locate())
let panel = SeededPanel(folder: root.appendingPathComponent("Tests/Fixtures/cheats"))
var targets: [(evaluator: Evaluator, kernel: SeededKernel)] = []
var corpus: [(name: String, text: String, runner: IntermediateRunner)] = []
for name in try panel.tasks() {
    let task = try TaskDefinition(folder: panel.folder.appendingPathComponent(name), named: name)
    let evaluator = try await Evaluator(
        task: task, hardware: hardware, compiler: compiler,
        settings: EvaluatorSettings(seed: seed, lanes: 1, instructionBudget: 64_000_000))
    for kernel in try panel.kernels(of: name) {
        targets.append((evaluator, kernel))
        guard mode == "ir" else { continue }
        let source = KernelSource(text: kernel.text, fileName: kernel.name, dialect: task.dialect, definitions: [])
        guard case .success(let compiled) = await compiler.compile(source) else { continue }
        for isOptimised in [false, true] {
            guard let text = await compiler.intermediateText(of: source, optimised: isOptimised) else { continue }
            for entry in compiled.entries {
                corpus.append((kernel.name, text, IntermediateRunner(entry: entry.symbol)))
            }
        }
    }
}
let end = ContinuousClock.now + .seconds(seconds)
var verdicts: [String: Int] = [:]
var number = arguments.count > 5 ? UInt64(arguments[5]) ?? 0 : 0
let first = number
while ContinuousClock.now < end {
    var random = RandomSource(seed: seed, number: number)
    let target = targets[random.below(targets.count)]
    var name = target.kernel.name
    var verdict: String
    switch mode {
    case "ir":
        let subject = corpus[random.below(corpus.count)]
        name = subject.name
        FileHandle.standardError.write(Data("\(number) \(name)\n".utf8))
        let mutant = IntermediateMutator.mutate(subject.text, &random)
        verdict = subject.runner.run(mutant, random: &random)
    default:
        FileHandle.standardError.write(Data("\(number) \(name)\n".utf8))
        let text =
            mode == "tokens"
            ? TokenText.soup(target.kernel.text, &random) : KernelMutator.mutate(target.kernel.text, &random)
        let result = await target.evaluator.evaluate(Candidate(text: text, point: .empty, origin: .edit))
        verdict = result.verdict.kind.rawValue
    }
    verdicts[verdict, default: 0] += 1
    number += 1
}
print("\(mode): \(number - first) mutants of seed \(seed), each with a verdict")
for (kind, count) in verdicts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { print("\(kind): \(count)") }
if verdicts["WROTE OUTSIDE A BUFFER"] != nil { exit(1) }
