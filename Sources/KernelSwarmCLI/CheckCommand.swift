import ArgumentParser
import Diagnostics
import SwarmConfig

/// `kernelswarm check`: every mistake in YAML files, at its place.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks agent, team, run, task and gpu files and reports every mistake.")

    @Argument(help: "The files to check.")
    var files: [String]

    func run() throws {
        let context = try ProjectContext(file: files.first)
        let checker = ConfigurationChecker(
            project: context.project, environment: context.environment, kinds: CheckedKinds.all)
        let found = checker.check(files)
        if !found.isEmpty { Console.error(DiagnosticError(found).description) }
        let errors = found.count { $0.severity == .error }
        if errors > 0 {
            let mistakes = "\(errors) mistake\(errors == 1 ? "" : "s")"
            throw CommandFailure(.usage, "\(mistakes) in \(files.count) file\(files.count == 1 ? "" : "s")")
        }
        Console.output("\(files.count) file\(files.count == 1 ? "" : "s") checked, no mistakes")
    }
}
