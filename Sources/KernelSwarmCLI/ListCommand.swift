import ArgumentParser
import Foundation
import SwarmConfig

/// `kernelswarm list`: what the project offers.
struct ListCommand: ParsableCommand {
    /// What can be listed.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case gpus, tasks, agents, teams
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the project's gpus, tasks, agents or teams.")

    @Argument(help: "gpus, tasks, agents or teams.")
    var subject: Subject

    func run() throws {
        let files = try ProjectContext().project
        let names: [String] =
            switch subject {
            case .gpus: files.declarations(in: "configs/gpus")
            case .tasks: files.tasks
            case .agents: files.declarations(in: "agents")
            case .teams: files.declarations(in: "agents/teams")
            }
        for name in names { Console.output(name) }
    }
}
