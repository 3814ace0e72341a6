import ArgumentParser
import Audit
import Foundation

/// `kernelswarm audit export`: the whole transcript as JSON Lines.
struct AuditExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes every entry with its texts as one JSON object a line.")

    @OptionGroup var source: RunDirectoryArgument

    @Argument(help: "The file to write; standard output where none is given.")
    var file: String?

    func run() throws {
        let transcript = try source.transcript()
        do {
            guard let file else {
                try transcript.export { Console.output($0) }
                return
            }
            guard FileManager.default.createFile(atPath: file, contents: nil),
                let handle = FileHandle(forWritingAtPath: file)
            else { throw CommandFailure(.usage, "'\(file)' cannot be written") }
            try transcript.export { try handle.write(contentsOf: Data(($0 + "\n").utf8)) }
            try handle.close()
        } catch let error as AuditError {
            throw error.commandFailure
        }
    }
}
