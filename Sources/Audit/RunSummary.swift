import Blackboard
import Foundation

/// One run folder in a listing.
package struct RunSummary: Hashable, Sendable {
    /// The folder's name.
    package let name: String
    /// What a proof of its journal found.
    package let report: VerifyReport
    /// Whether its last decision is an `end`.
    package let isComplete: Bool

    /// The runs in `directory`, by name; folders without a journal are left out.
    package static func all(in directory: String) -> [RunSummary] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        return names.compactMap { name in
            let run = directory + "/" + name
            guard FileManager.default.fileExists(atPath: run + "/" + JournalSchema.fileName) else { return nil }
            let decisions = try? Transcript(runDirectory: run).entries(EntryFilter(chain: .decision))
            return RunSummary(
                name: name, report: Transcript.verify(runDirectory: run), isComplete: decisions?.last?.kind == .end)
        }
    }

    /// One line: name, state, count and head.
    package var line: String {
        let state = report.outcome == .broken ? "broken" : isComplete ? "complete" : "resumable"
        return [
            EntryText.pad(TerminalText.line(name), 32), EntryText.pad(state, 10),
            EntryText.pad("\(report.decision.count)", 6), report.decision.hash.hex,
        ].joined(separator: " ")
    }
}
