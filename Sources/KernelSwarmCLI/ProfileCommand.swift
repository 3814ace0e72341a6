import ArgumentParser
import Candidates
import Evaluation
import Foundation
import GPUTiming
import KernelCompiler
import Profiling
import SwarmConfig

/// `kernelswarm profile`: where one kernel's time goes, line by line.
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Shows where a kernel's time goes on a model of a GPU, line by line.",
        discussion: """
            Times the kernel at one size without checking it in full: 'evaluate' says whether it is right. With --against \
            it also says what changed and why the time moved.
            """)

    @Option(help: "The task: its name, or a folder with a task.yaml.")
    var task: String

    @Option(help: "The gpu's name; m1-pro for a task in Metal and h200 for one in CUDA where none is given.")
    var gpu: String?

    @Option(help: "The kernel's file, or naive, competent or start for the task's own; naive where none is given.")
    var kernel: String?

    @Option(help: "The timed size; the one that weighs most where none is given.")
    var size: String?

    @Option(name: .customLong("define"), help: "A tunable's value, K=V; may be given more than once.")
    var definitions: [String] = []

    @Option(help: "What to compare with: a kernel as in --kernel, or a trace summary's JSON file.")
    var against: String?

    @Option(help: "The seed of inputs and sampled threadgroups.")
    var seed: UInt64 = 1

    @Option(help: "A file for a trace that Perfetto opens: threadgroups, warp states and memory over time.")
    var timeline: String?

    @Option(help: "A file for the whole profile as one HTML page.")
    var html: String?

    @Flag(help: "Prints the trace summary as one JSON object instead of text.")
    var json = false

    func run() async throws {
        let context = try ProjectContext()
        let folder = try context.task(task)
        let dialect = try TaskDefinition(folder: folder.url, named: folder.path).dialect
        let bench = try await Workbench(
            taskFolder: folder, gpu: context.gpu(gpu ?? (dialect == .metal ? "m1-pro" : "h200")),
            environment: context.environment)
        let size = try timedSize(of: bench.task)
        let evaluator = try await bench.admittedEvaluator(
            settings: EvaluatorSettings(seed: seed, lanes: Workbench.defaultJobs))
        let argument = CandidateArgument(kernel: kernel, definitions: definitions)
        let candidate = try argument.candidate(of: bench.task)
        let isDrawn = timeline != nil || html != nil
        let profile = try await self.profile(candidate, by: evaluator, at: size, recordsTimeline: isDrawn)
        let other = try await comparison(by: evaluator, at: size)
        let report = ProfileReport(
            title: "\(argument.title) of \(bench.task.name)",
            point: candidate.point.names.isEmpty ? "" : "\(candidate.point)", source: candidate.text,
            hardware: bench.hardware, profile: profile, diff: other.map { SummaryDiff($0, profile.summary) })
        if let timeline { try write(TimelineDocument.json(of: report), to: timeline) }
        if let html { try write(ProfilePage.html(of: report), to: html) }
        if json {
            Console.output(try SummaryFile.json(profile.summary))
        } else {
            Console.output(text(report))
        }
    }

    /// The size that is asked for.
    private func timedSize(of task: TaskDefinition) throws -> TaskSize {
        let names = task.timeSizes.map(\.name)
        if let size {
            guard let found = task.timeSizes.first(where: { $0.name == size }) else {
                throw CommandFailure(
                    .usage, "task '\(task.name)' has no timed size '\(size)'; it has \(names.joined(separator: ", "))")
            }
            return found
        }
        var heaviest: TaskSize?
        for size in task.timeSizes where size.weight > heaviest?.weight ?? -1 { heaviest = size }
        guard let heaviest else { throw CommandFailure(.usage, "task '\(task.name)' has no timed size") }
        return heaviest
    }

    /// Profiles a candidate; one that cannot be timed ends the command with the verdict.
    private func profile(
        _ candidate: Candidate, by evaluator: Evaluator, at size: TaskSize, recordsTimeline: Bool = false
    ) async throws -> KernelProfile {
        switch await evaluator.profile(candidate, at: size, recordsTimeline: recordsTimeline) {
        case .profile(let profile): return profile
        case .rejected(let verdict):
            Console.output("verdict: \(verdict.kind.rawValue) at size '\(size.name)'\n\(verdict.message)")
            throw CommandFailure(.negative)
        }
    }

    /// The summary to compare with; nil where none was asked for.
    private func comparison(by evaluator: Evaluator, at size: TaskSize) async throws -> TraceSummary? {
        guard let against else { return nil }
        if against.hasSuffix(".json") {
            let summaries = try SummaryFile.read(against)
            guard let summary = summaries.first(where: { $0.size == size.name }) else {
                let names = summaries.map { "'\($0.size)'" }.joined(separator: ", ")
                throw CommandFailure(.usage, "'\(against)' has no size '\(size.name)'; it has \(names)")
            }
            return summary
        }
        let other = try CandidateArgument(kernel: against, definitions: []).candidate(of: evaluator.task)
        return try await profile(other, by: evaluator, at: size).summary
    }

    /// What a person reads.
    private func text(_ report: ProfileReport) -> String {
        var parts = [report.profile.summary.text]
        if let diff = report.diff, let against { parts.append("Against \(against): \(diff.text)") }
        parts.append(report.annotated.text)
        return parts.joined(separator: "\n\n")
    }

    /// Writes a file of results.
    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "'\(path)' cannot be written")
        }
    }
}
