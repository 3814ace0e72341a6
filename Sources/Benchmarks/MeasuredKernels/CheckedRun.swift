import Evaluation
import Foundation
import GroundTruth
import KernelCompiler
import SIMTMachine

/// Executes the kernels of a set in full at their smallest sizes.
struct CheckedRun {
    /// The set.
    private let set: TruthSet
    /// Where outputs go.
    private let folder: URL
    /// Compiles the kernels.
    private let compiler: KernelCompiler

    /// Executions of each launch that run with all checks; what comes after does the same on other values.
    private static let checkedExecutions = 3
    /// Warp instructions that one execution of a launch may take.
    private static let budget = 2_000_000_000
    /// Kernels at a time.
    private static let workers = 2

    /// A run of the set in a folder.
    init(set folder: URL, kernels: URL, folder out: URL, compiler: KernelCompiler) throws {
        set = try TruthSet(folder: folder, kernels: kernels)
        self.folder = out
        self.compiler = compiler
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
    }

    /// Both builds of each kernel whose case's name holds `part`, in the set's order.
    func results(part: String) async -> [RunResult] {
        var smallest: [String: TruthCase] = [:]
        for truthCase in set.cases {
            let bytes = truthCase.buffers.reduce(0) { $0 + $1.byteCount }
            let known = smallest[truthCase.file].map { $0.buffers.reduce(0) { $0 + $1.byteCount } }
            if known.map({ bytes < $0 }) ?? true { smallest[truthCase.file] = truthCase }
        }
        let chosen = set.cases.filter { smallest[$0.file]?.name == $0.name && (part.isEmpty || $0.name.contains(part)) }
        var found: [String: [RunResult]] = [:]
        await withTaskGroup(of: (String, [RunResult]).self) { group in
            var waiting = chosen.makeIterator()
            func start() {
                if let next = waiting.next() { group.addTask { await (next.name, self.run(next)) } }
            }
            for _ in 0..<Self.workers { start() }
            for await (name, results) in group {
                found[name] = results
                start()
            }
        }
        return chosen.flatMap { found[$0.name] ?? [] }
    }

    /// Both builds of one case, away from the caller's thread.
    @concurrent
    private func run(_ truthCase: TruthCase) async -> [RunResult] {
        let compiled: CompiledKernel
        do {
            compiled = try await set.compile(truthCase, with: compiler)
        } catch {
            return [RunResult(name: truthCase.name, build: "both", status: "refused", message: "\(error)")]
        }
        return [run(truthCase, compiled, .check), run(truthCase, compiled, .time)]
    }

    /// One build.
    private func run(_ truthCase: TruthCase, _ compiled: CompiledKernel, _ build: PreparedCase.Build) -> RunResult {
        var result = RunResult(name: truthCase.name, build: build == .check ? "check" : "time", status: "ran")
        do {
            let prepared = try PreparedCase(truthCase, compiled, builds: [build])
            var names = prepared.names
            let watch = try watch(prepared, build)
            var counts = [Int](repeating: 0, count: truthCase.launches.count)
            for _ in 0..<truthCase.rounds {
                for (number, launch) in truthCase.launches.enumerated() {
                    for _ in 0..<launch.repeats {
                        let isChecked = counts[number] < Self.checkedExecutions
                        let execution = Execution(
                            try prepared.launch(number, build, names: names, execution: counts[number]),
                            memory: prepared.memory,
                            options: MachineOptions(
                                instructionBudget: Self.budget, barriersNeedAllThreads: truthCase.dialect == .metal),
                            watch: isChecked ? watch : nil)
                        try execution.runAll()
                        names.rotate(launch.swaps)
                        result.executions += 1
                        counts[number] += 1
                        guard isChecked, watch != nil else { continue }
                        result.checked += 1
                        if let fault = watch?.undefinedOutput() { throw fault }
                    }
                }
            }
            result.warnings = (watch?.warnings ?? []).map { "\($0.lines)" }.sorted()
            guard prepared.memory.guardsAreIntact else {
                result.status = "fault"
                result.message = "the machine wrote outside a buffer"
                return result
            }
            for output in truthCase.outputs {
                guard let id = names[output] else { continue }
                let bytes = prepared.memory.withBytes(of: id) { Data($0) }
                let file = truthCase.name.replacing("/", with: "_") + ".\(output).\(result.build).out"
                try bytes.write(to: folder.appendingPathComponent(file))
            }
        } catch let fault as MachineFault {
            let text = FaultText(fault, elements: [:])
            result.status = "fault"
            result.finding = "\(text.kind)"
            result.message = "line \(fault.line): \(text.thread ?? "the kernel") \(text.sentence)"
        } catch {
            result.status = "refused"
            result.message = "\(error)"
        }
        return result
    }

    /// Notes for the barely optimised build: what the set fills is defined, what it only clears is not.
    private func watch(_ prepared: PreparedCase, _ build: PreparedCase.Build) throws -> MemoryWatch? {
        guard build == .check else { return nil }
        let outputs = prepared.buffers.filter { $0.description.role != .input }
        let watch = try MemoryWatch(prepared.memory, outputs: Set(outputs.map(\.id)))
        for buffer in outputs where !buffer.description.isCleared { watch.define(buffer.id) }
        return watch
    }
}
