import Candidates
import Foundation
import Testing

extension SearchLandscape {
    /// The starting kernel of a shipped task with the score of every feasible point on the `m1-pro` model, as
    /// `EnumerateSpace` wrote it to `Spaces/TASK.csv`: a snapshot of the model on the day it was taken.
    ///
    /// Fails unless the file holds exactly the feasible points of the kernel as it is today.
    static func enumerated(_ task: String) throws -> SearchLandscape {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let file = "configs/tasks/\(task)/start.metal"
        let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
        let table = try String(contentsOf: tests.appending(path: "Spaces/\(task).csv"), encoding: .utf8)
        let lines = table.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let space = try DesignSpace(parsing: text, file: file)
        let names = space.parameters.map(\.name)
        try #require(lines.first.map { $0.split(separator: ",").map(String.init) } == names + ["ns"])
        var times: [[Int]: Double?] = [:]
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",")
            times[fields.dropLast().compactMap { Int($0) }] = .some(fields.last.flatMap { Double($0) })
        }
        try #require(Set(times.keys) == Set(space.feasiblePoints.map(\.values)))
        return SearchLandscape(name: task, text: text) { [times] values in
            guard case let time?? = times[names.map { values[$0] ?? 0 }] else { return nil }
            return (time, [:])
        }
    }
}
