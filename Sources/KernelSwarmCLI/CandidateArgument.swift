import Candidates
import Evaluation
import Foundation

/// A kernel as a command line names it: a file, or one of the task's own, with values for its tunables.
struct CandidateArgument {
    /// A path, or naive, competent or start; naive where none is given.
    let kernel: String?
    /// `NAME=INTEGER`, each.
    let definitions: [String]

    /// What the kernel is called in a report.
    var title: String { kernel ?? "naive" }

    /// The kernel at the point that the definitions ask for.
    func candidate(of task: TaskDefinition) throws -> Candidate {
        let text: String
        let file: String
        switch kernel ?? "naive" {
        case "naive": (text, file) = (task.naive.text, task.naive.file)
        case "competent": (text, file) = (task.competent.text, task.competent.file)
        case "start": (text, file) = (task.start.text, task.start.file)
        case let path: (text, file) = (try Self.text(at: path), path)
        }
        var overrides: [String: Int] = [:]
        for definition in definitions {
            let parts = definition.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = Int(parts[1]) else {
                throw CommandFailure(.usage, "'\(definition)' is not of the form NAME=INTEGER")
            }
            overrides[parts[0]] = value
        }
        let space = try DesignSpace(parsing: text, file: file, constants: task.constants)
        return Candidate(text: text, point: try space.point(overriding: overrides), origin: .start)
    }

    /// A file's text.
    private static func text(at path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.usage, "'\(path)' cannot be read")
        }
        guard data.count <= 1 << 20, let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(.usage, "'\(path)' is no UTF-8 text of at most 1 MiB")
        }
        return text
    }
}
