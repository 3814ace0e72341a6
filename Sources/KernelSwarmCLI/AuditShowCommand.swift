import ArgumentParser
import Audit

/// `kernelswarm audit show`: one entry in full.
struct AuditShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one entry with its payload and texts.")

    @OptionGroup var source: RunDirectoryArgument

    @Argument(help: "The entry: 12, or d7 or o3 for a number in one chain.")
    var entry: String

    @Flag(help: "As one JSON object.")
    var json = false

    func run() throws {
        let transcript = try source.transcript()
        do throws(AuditError) {
            let found = try transcript.entry(entry)
            let bodies = try transcript.bodies(of: found)
            Console.output(json ? EntryJSON.line(found, bodies: bodies) : EntryText.full(found, bodies: bodies))
        } catch {
            throw error.commandFailure
        }
    }
}
