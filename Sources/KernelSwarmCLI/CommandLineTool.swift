import ArgumentParser
import Diagnostics
import Foundation

/// The program: reads the command line, runs the command, ends with the documented exit code.
public enum CommandLineTool {
    /// Runs the command that the process was started with and exits.
    public static func main() async -> Never {
        await exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs one command line and returns its exit code; output goes to the process's own streams.
    static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try KernelSwarmCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch let error as DiagnosticError {
            Console.error(error.description)
            return ExitStatus.usage.rawValue
        } catch let error as CommandFailure {
            if let message = error.message { Console.error("error: \(message)") }
            return error.status.rawValue
        } catch {
            let code = KernelSwarmCommand.exitCode(for: error)
            let text = KernelSwarmCommand.fullMessage(for: error)
            if code == .success {
                Console.output(text)
                return ExitStatus.success.rawValue
            }
            if !text.isEmpty { Console.error(text) }
            if error is ExitCode { return code.rawValue }
            return code == .validationFailure ? ExitStatus.usage.rawValue : ExitStatus.internalError.rawValue
        }
    }
}
