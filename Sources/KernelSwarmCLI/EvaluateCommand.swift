import ArgumentParser
import Evaluation
import GPUTiming

/// `kernelswarm evaluate`: checks and times one kernel on a model of a GPU.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Checks one kernel against the oracle and times it on a model of a GPU.")

    @Option(help: "The task: its name, or a folder with a task.yaml.")
    var task: String

    @Option(help: "The gpu's name.")
    var gpu: String

    @Option(help: "The kernel's file, or naive, competent or start for the task's own; naive where none is given.")
    var kernel: String?

    @Option(help: "The baseline to compare with.")
    var against: Against = .naive

    @Option(name: .customLong("define"), help: "A tunable's value, K=V; may be given more than once.")
    var definitions: [String] = []

    @Option(help: "The seed of inputs and sampled threadgroups.")
    var seed: UInt64 = 1

    @Flag(help: "Ends with one JSON object on standard output.")
    var json = false

    /// The baselines that a kernel can be compared with.
    enum Against: String, ExpressibleByArgument, CaseIterable {
        case naive, competent
    }

    func run() async throws {
        let context = try ProjectContext()
        let bench = try await Workbench(
            taskFolder: context.task(task), gpu: context.gpu(gpu), environment: context.environment)
        let candidate = try CandidateArgument(kernel: kernel, definitions: definitions).candidate(of: bench.task)
        let evaluator = try await bench.evaluator(
            settings: EvaluatorSettings(seed: seed, lanes: Workbench.defaultJobs, threads: Workbench.defaultJobs))
        let result = await evaluator.evaluate(candidate)
        let baseline = await evaluator.baseline(against == .naive ? .naive : .competent)
        let report = EvaluationReport(
            task: bench.task.name, hardware: bench.hardware, candidate: candidate, result: result, baseline: baseline,
            baselineName: against.rawValue)
        if json { Console.output(report.json) } else { Console.output(report.text) }
        if result.verdict.kind != .correct { throw CommandFailure(.negative) }
    }
}
