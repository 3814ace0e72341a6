import ArgumentParser
import StrictYAML
import SwarmConfig

/// `kernelswarm schema`: the JSON Schema of agents, teams and runs.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of agent, team and run files.")

    func run() {
        Console.output(ConfigurationSchema.document.prettyPrinted)
    }
}
