import Foundation
import GPUTiming

/// Trace summaries in a JSON file: one, as `profile --json` prints it, or several, as a run's `best` folder has them.
enum SummaryFile {
    /// Most bytes that are read.
    private static let limit = 1 << 26

    /// The summaries in a file.
    static func read(_ path: String) throws -> [TraceSummary] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.usage, "'\(path)' cannot be read")
        }
        guard data.count <= limit else {
            throw CommandFailure(.usage, "'\(path)' has more than \(limit) bytes; no trace summary is that large")
        }
        let decoder = JSONDecoder()
        if let one = try? decoder.decode(TraceSummary.self, from: data) { return [try known(one, path)] }
        guard let several = try? decoder.decode([TraceSummary].self, from: data), !several.isEmpty else {
            throw CommandFailure(.usage, "'\(path)' is no trace summary; 'kernelswarm profile --json' writes one")
        }
        return try several.map { try known($0, path) }
    }

    /// A summary of a version that this program knows.
    private static func known(_ summary: TraceSummary, _ path: String) throws -> TraceSummary {
        guard (1...2).contains(summary.version) else {
            throw CommandFailure(
                .usage, "'\(path)' is a trace summary of version \(summary.version); this program reads 1 and 2")
        }
        return summary
    }

    /// The JSON form of a value, one line.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
