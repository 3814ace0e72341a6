import ArgumentParser
import Blackboard
import Foundation
import Swarm
import SwarmConfig

/// `kernelswarm replay`: makes every decision of a run again and compares.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Runs a run again from its recorded model answers and compares every decision.")

    @Argument(help: "The run's folder.")
    var runDirectory: String

    @Flag(help: "Reads evaluations back instead of making them again.")
    var trustEvaluations = false

    @Option(help: "How many evaluations may compute at once.")
    var jobs: Int?

    func run() async throws {
        let path = try RecordedConfiguration.path(in: runDirectory)
        let context = try ProjectContext(file: path)
        let configuration = try await RunSession.recorded(
            RunConfiguration.load(
                path: path, environment: context.environment, project: context.project, keysMustBeSet: false),
            runDirectory: runDirectory)
        var options = RunOptions()
        options.jobs = jobs
        options.json = false
        let session = try await RunSession(
            configuration: configuration, configurationPath: path, context: context, runDirectory: runDirectory,
            options: options, isNew: false)
        let report = try await RunSession.guarded {
            try await session.run.replay(
                runDirectory: runDirectory, trustEvaluations: trustEvaluations, services: session.services)
        }
        if let mismatch = report.mismatch {
            Console.output("not reproduced: \(mismatch)")
        } else if report.isReproduced {
            Console.output("reproduced: every decision is the recorded one")
        } else {
            Console.output("not reproduced: recorded head \(report.recorded.hash) count \(report.recorded.count)")
        }
        Console.output("head \(report.head.hash) count \(report.head.count)")
        if !report.isReproduced { throw CommandFailure(.negative) }
    }
}
