import ArgumentParser
import Foundation
import GPUTiming

/// `kernelswarm diff`: what changed between two trace summaries, and why the time moved.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Tells what changed between two trace summaries and why the time moved.",
        discussion: """
            The files are what 'profile --json' prints or what a run leaves in its best folder: \
            best/baseline-trace-summary.json and best/trace-summary.json. Sizes that only one of them has are left out.
            """)

    @Argument(help: "The summary before.")
    var before: String

    @Argument(help: "The summary after.")
    var after: String

    @Flag(help: "Prints one JSON object per size and line instead.")
    var json = false

    func run() throws {
        let (old, new) = (try SummaryFile.read(before), try SummaryFile.read(after))
        var texts: [String] = []
        for summary in new {
            guard let other = old.first(where: { $0.size == summary.size }) else { continue }
            let diff = SummaryDiff(other, summary)
            texts.append(json ? try SummaryFile.json(diff) : diff.text)
        }
        guard !texts.isEmpty else {
            let sizes = [old, new].map { list in list.map { "'\($0.size)'" }.joined(separator: ", ") }
            throw CommandFailure(
                .usage, "'\(before)' and '\(after)' have no size in common: \(sizes[0]) and \(sizes[1])")
        }
        Console.output(texts.joined(separator: json ? "\n" : "\n\n"))
    }
}
