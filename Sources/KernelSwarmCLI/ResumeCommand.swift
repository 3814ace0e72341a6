import ArgumentParser
import Foundation
import Swarm
import SwarmConfig

/// `kernelswarm resume`: goes on with a run that was stopped.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Goes on with a run that was stopped, kill -9 included.")

    @Argument(help: "The run's folder.")
    var runDirectory: String

    @OptionGroup var options: RunOptions

    func run() async throws {
        let path = try RecordedConfiguration.path(in: runDirectory)
        let context = try ProjectContext(file: path)
        let configuration = try await RunSession.recorded(
            RunConfiguration.load(path: path, environment: context.environment, project: context.project),
            runDirectory: runDirectory)
        let session = try await RunSession(
            configuration: configuration, configurationPath: path, context: context, runDirectory: runDirectory,
            options: options, isNew: false)
        try await session.finish { run, services in
            try await run.resume(runDirectory: runDirectory, services: services)
        }
    }
}
