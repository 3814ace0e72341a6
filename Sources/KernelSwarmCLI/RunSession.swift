import AgentModels
import Blackboard
import Candidates
import Diagnostics
import Evaluation
import Foundation
import Swarm
import SwarmConfig

/// Everything that one run needs, read and started: configuration, task, chip, evaluator, models.
struct RunSession {
    let run: SwarmRun
    let services: RunServices
    private let bench: Workbench
    private let evaluator: Evaluator
    private let options: RunOptions
    private let progress: RunProgress
    private let interruption: Interruption
    private let started = ContinuousClock.now

    init(
        configuration: RunConfiguration, configurationPath: String, context: ProjectContext, runDirectory: String,
        options: RunOptions, isNew: Bool
    ) async throws {
        for warning in configuration.warnings { Console.error(warning.rendered) }
        self.options = options
        let jobs = options.jobs ?? Workbench.defaultJobs
        bench = try await Workbench(
            taskFolder: configuration.task, gpu: configuration.gpu, environment: context.environment)
        let settings = EvaluatorSettings(
            seed: UInt64(bitPattern: Int64(configuration.seed)), lanes: jobs,
            instructionBudget: configuration.evaluation.instructionBudget)
        if isNew {
            evaluator = try await bench.evaluator(settings: settings)
        } else {
            evaluator = try await bench.admittedEvaluator(settings: settings)
        }
        var prompts: RunPrompts?
        if configuration.models.contains(where: { $0.provider != .offline }) {
            prompts = try Self.prompts(configuration, context)
        }
        run = SwarmRun(configuration: configuration, brief: bench.brief, prompts: prompts)
        let stop = StopSignal()
        interruption = Interruption(stop: stop)
        progress = RunProgress()
        let models: [String: any AgentModel]
        do {
            models = try ModelFactory.models(
                for: configuration, projectRoot: context.project.roots[0], runDirectory: runDirectory)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
        let path = URL(fileURLWithPath: configurationPath).standardizedFileURL.path
        services = RunServices(
            evaluator: MeasuringService(evaluator: evaluator, task: bench.task), models: models, jobs: jobs, stop: stop,
            environment: [RecordedConfiguration.key: path], progress: progress.show)
    }

    /// Runs to the end or to a stop, prints the result and ends with the right exit code.
    func finish(_ body: (SwarmRun, RunServices) async throws -> RunOutcome) async throws {
        let outcome = try await Self.guarded { try await body(run, services) }
        progress.finish()
        let elapsed = started.duration(to: .now)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        guard outcome.isComplete else {
            Console.error("stopped; go on with: kernelswarm resume \(outcome.runDirectory)")
            throw CommandFailure(.stopped)
        }
        var holdout: Verdict?
        if let best = outcome.best { holdout = await evaluator.verifyHoldout(best.candidate) }
        let report = RunReport(
            outcome: outcome, hardware: bench.hardware, taskName: bench.task.name, wallSeconds: seconds,
            holdout: holdout)
        if options.json {
            Console.error(report.text)
            Console.output(report.json)
        } else {
            Console.output(report.text)
        }
        if outcome.best == nil || holdout?.kind != .correct { throw CommandFailure(.negative) }
    }

    /// A configuration with the seed and the number of evaluations that a recorded run had.
    static func recorded(
        _ configuration: RunConfiguration, runDirectory: String
    ) async throws -> RunConfiguration {
        try await guarded {
            try await SwarmRun.recordedConfiguration(configuration, runDirectory: runDirectory)
        }
    }

    /// Turns what a run throws into the command's own failures.
    static func guarded<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as SwarmError {
            throw CommandFailure(error.code == .journal ? .internalError : .usage, error.message)
        } catch let error as JournalError {
            throw CommandFailure(.usage, "\(error)")
        }
    }

    /// The team's prompt templates, the repair template and the description of the candidate format.
    private static func prompts(_ configuration: RunConfiguration, _ context: ProjectContext) throws -> RunPrompts {
        func text(_ path: String) throws -> String {
            do throws(ProjectFiles.Refusal) {
                return try ProjectFiles.text(of: context.project.file(at: path))
            } catch {
                throw CommandFailure(.usage, error.message)
            }
        }
        var files = configuration.prompts.map { PromptLibrary.File(name: $0.path, path: $0.path, text: $0.text) }
        let repair = "prompts/repair.mustache"
        if !files.contains(where: { $0.name == repair }) {
            files.append(PromptLibrary.File(name: repair, path: repair, text: try text(repair)))
        }
        return try RunPrompts(files: files, candidateFormat: try text("prompts/candidate-format.md"))
    }
}
