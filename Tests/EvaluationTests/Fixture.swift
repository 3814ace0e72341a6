import Candidates
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler

/// The real parts that the tests of this module work with.
enum Fixture {
    /// The package's root folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A task that ships.
    static func task(_ name: String) throws -> TaskDefinition {
        try TaskDefinition(folder: root.appendingPathComponent("configs/tasks/\(name)"), named: name)
    }

    /// The chip with most measured figures.
    static func hardware() throws -> Hardware {
        let file = root.appendingPathComponent("configs/gpus/m1-pro.yaml")
        return try Hardware(yaml: String(contentsOf: file, encoding: .utf8), file: "m1-pro.yaml")
    }

    /// The compiler beside `swift`.
    static func compiler() async throws -> KernelCompiler { KernelCompiler(clang: try await Clang.locate()) }

    /// An evaluator that times only the sizes named.
    static func evaluator(
        _ task: TaskDefinition, seed: UInt64 = 1, lanes: Int = 2, threads: Int = 1, sizes: Set<String>? = [],
        budget: UInt64? = nil
    ) async throws -> Evaluator {
        var settings = EvaluatorSettings(seed: seed, lanes: lanes, threads: threads, timedSizes: sizes)
        if let budget { settings.sampleBudget = budget }
        return try await Evaluator(
            task: task, hardware: hardware(), compiler: compiler(), settings: settings)
    }

    /// An evaluator of attention that checks and times nothing, shared by the tests that need no more.
    static let attention = Task { try await evaluator(task("attention")) }

    /// Runs `body` with a folder that holds the files given and is removed afterwards.
    static func withFolder<Result>(
        _ files: [String: String], _ body: (URL) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kernelswarm-task-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return try await body(folder)
    }
}
