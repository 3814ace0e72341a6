import ArgumentParser
import Foundation
import Swarm
import SwarmConfig

/// `kernelswarm run`: a swarm run from a configuration.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Lets a team of agents speed up a task's kernel.")

    @Argument(help: "The run's configuration, such as configs/quickstart.yaml.")
    var config: String

    @Option(help: "Takes the place of the configuration's seed.")
    var seed: Int?

    @Option(help: "Takes the place of the configuration's number of evaluations.")
    var maxEvaluations: Int?

    @Option(help: "The folder for the transcript and the result; runs/NAME-N where not given.")
    var runDir: String?

    @OptionGroup var options: RunOptions

    func validate() throws {
        if let maxEvaluations, maxEvaluations < 1 { throw ValidationError("--max-evaluations must be at least 1") }
    }

    func run() async throws {
        let context = try ProjectContext(file: config)
        var configuration = try RunConfiguration.load(
            path: config, environment: context.environment, project: context.project)
        if let seed { configuration.seed = seed }
        let directory = runDir ?? Self.freeDirectory(named: configuration.name)
        let session = try await RunSession(
            configuration: configuration, configurationPath: config, context: context, runDirectory: directory,
            options: options, isNew: true)
        try await session.finish { run, services in
            try await run.start(runDirectory: directory, maxEvaluations: maxEvaluations, services: services)
        }
    }

    /// The first folder `runs/NAME-N` that does not exist.
    private static func freeDirectory(named name: String) -> String {
        var number = 1
        while FileManager.default.fileExists(atPath: "runs/\(name)-\(number)") { number += 1 }
        return "runs/\(name)-\(number)"
    }
}
