import Candidates
package import Evaluation
package import Foundation
package import GPUTiming
package import KernelCompiler

/// Seeded cheats beside honest kernels: what the evaluator must refuse and what it must not.
///
/// A folder per task holds the task's files, honest kernels in `honest` and cheats in `cheat`. A cheat's first line names
/// the verdict that finds it, the second says what it does.
package struct SeededPanel: Sendable {
    /// What was made of one kernel.
    package struct Outcome: Sendable {
        /// The kernel.
        package let kernel: SeededKernel
        /// What the evaluator says.
        package let verdict: Verdict

        /// A cheat that passes.
        package var isFalseAccept: Bool { kernel.expected != nil && verdict.kind == .correct }
        /// An honest kernel that does not pass.
        package var isFalseReject: Bool { kernel.expected == nil && verdict.kind != .correct }
        /// A cheat that is refused for another reason than the one it was made for.
        package var isMisnamed: Bool { kernel.expected.map { $0 != verdict.kind && verdict.kind != .correct } ?? false }
    }

    /// The folder with the tasks.
    package let folder: URL

    package init(folder: URL) { self.folder = folder }

    /// The names of the tasks.
    package func tasks() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The kernels of a task, in the order of their paths.
    package func kernels(of task: String) throws -> [SeededKernel] {
        var found: [SeededKernel] = []
        for kind in ["cheat", "honest"] {
            let place = folder.appendingPathComponent(task).appendingPathComponent(kind)
            for name in try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
            where !name.hasPrefix(".") {
                let text = try String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)
                found.append(
                    SeededKernel(
                        task: task, path: "\(kind)/\(name)", text: text,
                        expected: kind == "cheat" ? SeededKernel.expectation(in: text) ?? .wrong : nil))
            }
        }
        return found
    }

    /// Evaluates the kernels of a task, which must be admitted first.
    ///
    /// - Parameter paths: Their paths inside the task's folder; all of them where none are given.
    package func run(
        task name: String, paths: Set<String>? = nil, on hardware: Hardware, compiler: KernelCompiler,
        settings: EvaluatorSettings
    ) async throws -> [Outcome] {
        let task = try TaskDefinition(folder: folder.appendingPathComponent(name), named: name)
        let evaluator = try await Evaluator(
            admitting: task, on: hardware, compiler: compiler, settings: settings)
        let kernels = try kernels(of: name).filter { paths?.contains($0.path) ?? true }
        let candidates = kernels.map {
            task.candidate(for: TaskText(file: $0.path, text: $0.text))
        }
        let results = await evaluator.evaluateAll(candidates)
        return zip(kernels, results).map { Outcome(kernel: $0, verdict: $1.verdict) }
    }
}
