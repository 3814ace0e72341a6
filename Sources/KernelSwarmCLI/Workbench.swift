import Blackboard
import Candidates
import Diagnostics
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import SwarmConfig

/// A task, a chip and a compiler, read and ready.
struct Workbench {
    let task: TaskDefinition
    let hardware: Hardware
    let compiler: KernelCompiler
    /// Hash over the task's texts, free of their place.
    let taskIdentity: String
    /// Hash over the chip's file.
    let gpuIdentity: String

    /// Reads everything; all mistakes of both files are reported together.
    init(taskFolder: ProjectFile, gpu: ProjectFile, environment: [String: String]) async throws {
        var mistakes: [Diagnostic] = []
        var readTask: TaskDefinition?
        var readHardware: Hardware?
        do { readTask = try TaskDefinition(folder: taskFolder.url, named: taskFolder.path) } catch {
            mistakes += error.diagnostics
        }
        let gpuText = Self.text(of: gpu)
        do { readHardware = try Hardware(yaml: gpuText, file: gpu.path) } catch { mistakes += error.diagnostics }
        guard let readTask, let readHardware else { throw DiagnosticError(mistakes) }
        task = readTask
        hardware = readHardware
        gpuIdentity = Fingerprint(of: Data(gpuText.utf8)).hex
        let declaration = ProjectFile(path: "task.yaml", url: taskFolder.url.appendingPathComponent("task.yaml"))
        let parts =
            [Self.text(of: declaration)]
            + [readTask.oracle, readTask.naive, readTask.competent, readTask.start].map(\.text)
        taskIdentity = Fingerprint(of: Data(parts.map { "\($0.utf8.count)\n\($0)" }.joined().utf8)).hex
        do {
            compiler = KernelCompiler(clang: try await Clang.locate(environment: environment))
        } catch {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    /// A file's text; what cannot be read is empty, and the reader of that text says so.
    private static func text(of file: ProjectFile) -> String {
        (try? ProjectFiles.text(of: file)) ?? ""
    }

    /// An evaluator whose task is admitted; a refusal ends the command.
    func evaluator(settings: EvaluatorSettings) async throws -> Evaluator {
        do {
            return try await Evaluator(admitting: task, on: hardware, compiler: compiler, settings: settings)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    /// An evaluator of a task that was admitted when its run began.
    func admittedEvaluator(settings: EvaluatorSettings) async throws -> Evaluator {
        do {
            return try await Evaluator(task: task, hardware: hardware, compiler: compiler, settings: settings)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    /// How many evaluations may compute at once where the user does not say.
    static var defaultJobs: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
