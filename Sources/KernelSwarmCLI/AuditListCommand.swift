import ArgumentParser
import Audit
import Blackboard
import Foundation

/// `kernelswarm audit list`: the entries of a run, or the runs of a folder.
struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the entries of a run, or the runs in a folder.")

    @Argument(help: "A run's folder, or a folder of runs.")
    var directory: String

    @Option(help: "Only this kind of entry; may be given more than once.")
    var kind: [EntryKind] = []

    @Option(help: "Only this agent's entries.")
    var agent: String?

    @Option(help: "Only this chain: decision or observation.")
    var chain: EntryChain?

    @Option(help: "Only entries from this number on.")
    var since = 0

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        if !FileManager.default.fileExists(atPath: directory + "/journal.sqlite") {
            let runs = RunSummary.all(in: directory)
            guard !runs.isEmpty else { throw CommandFailure(.usage, "'\(directory)' holds no run") }
            for run in runs { Console.output(run.line) }
            return
        }
        do throws(AuditError) {
            let transcript = try Transcript(runDirectory: directory)
            let filter = EntryFilter(kinds: Set(kind), agent: agent, chain: chain, since: since)
            for entry in try transcript.entries(filter) {
                Console.output(json ? EntryJSON.line(entry, bodies: [:]) : EntryText.line(entry))
            }
        } catch {
            throw error.commandFailure
        }
    }
}

extension EntryKind: ExpressibleByArgument {}
extension EntryChain: ExpressibleByArgument {}
