import ArgumentParser
import Audit
import Blackboard

/// `kernelswarm audit verify`: proves a run's journal.
struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves that a transcript is as it was written.",
        discussion: "Exit codes: 0 intact and anchored, 1 broken, 2 intact but not anchored to the end.")

    @Argument(help: "The run's folder.")
    var runDirectory: String

    @Flag(help: "As one JSON object.")
    var json = false

    func run() throws {
        let report = Transcript.verify(runDirectory: runDirectory)
        if json {
            Console.output(report.json.text)
        } else {
            for line in report.lines { Console.output(line) }
        }
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }
}
