import Audit
import Blackboard
import Foundation

/// Which configuration a recorded run was started from.
enum RecordedConfiguration {
    /// Under which name the run's environment notes hold the path.
    static let key = "configuration"

    /// The configuration's path; a folder without a run, or one that was stopped before its first entry, is refused.
    static func path(in runDirectory: String) throws -> String {
        do throws(AuditError) {
            let transcript = try Transcript(runDirectory: runDirectory)
            for entry in try transcript.entries(EntryFilter(kinds: [.environment])).reversed() {
                if let path = try? entry.json()[key]?.stringValue { return path }
            }
        } catch {
            throw error.commandFailure
        }
        throw CommandFailure(.usage, "'\(runDirectory)' was stopped before it began; start the run anew")
    }
}
