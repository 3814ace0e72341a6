import ArgumentParser
import Audit
import Blackboard

/// `kernelswarm audit lineage`: where a candidate comes from.
struct AuditLineageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage", abstract: "Tells where a candidate comes from: its parents, and what led to each.")

    @OptionGroup var source: RunDirectoryArgument

    @Argument(help: "The candidate's entry, such as d7; the best one where none is given.")
    var candidate: String?

    @Flag(help: "As one JSON object.")
    var json = false

    func run() throws {
        let transcript = try source.transcript()
        do throws(AuditError) {
            let lineage = try transcript.lineage(of: candidate ?? "best")
            if json {
                Console.output(lineage.json.text)
            } else {
                for line in lineage.lines { Console.output(line) }
            }
        } catch {
            throw error.commandFailure
        }
    }
}
