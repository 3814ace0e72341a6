import ArgumentParser
import Audit

/// What every audit command asks for first.
struct RunDirectoryArgument: ParsableArguments {
    @Argument(help: "The run's folder.")
    var runDirectory: String

    /// The transcript; a run that is not there or broken ends the command.
    func transcript() throws -> Transcript {
        do {
            return try Transcript(runDirectory: runDirectory)
        } catch {
            throw error.commandFailure
        }
    }
}

extension AuditError {
    /// A broken journal is a negative verdict; anything else is wrong usage.
    var commandFailure: CommandFailure { CommandFailure(code == .broken ? .negative : .usage, message) }
}
