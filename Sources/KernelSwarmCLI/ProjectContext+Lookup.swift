import Diagnostics
import Foundation
import SwarmConfig

extension ProjectContext {
    /// The folder of a task, by its name in the project or as a folder of the user's own.
    func task(_ nameOrFolder: String) throws(DiagnosticError) -> ProjectFile {
        if project.tasks.contains(nameOrFolder) { return try file("configs/tasks/\(nameOrFolder)") }
        let own = URL(fileURLWithPath: nameOrFolder)
        if FileManager.default.fileExists(atPath: own.appendingPathComponent("task.yaml").path) {
            return ProjectFile(path: nameOrFolder, url: own)
        }
        throw DiagnosticError([
            Diagnostic(
                .error, at: nil, "there is no task '\(nameOrFolder)'",
                hint: Self.choices(nameOrFolder, among: project.tasks, what: "tasks"))
        ])
    }

    /// The file of a chip, by its name in the project.
    func gpu(_ name: String) throws(DiagnosticError) -> ProjectFile {
        let known = project.declarations(in: "configs/gpus")
        guard known.contains(name) else {
            throw DiagnosticError([
                Diagnostic(
                    .error, at: nil, "there is no gpu '\(name)'", hint: Self.choices(name, among: known, what: "gpus"))
            ])
        }
        return try file("configs/gpus/\(name).yaml")
    }

    /// The file at a path from the project's root.
    private func file(_ path: String) throws(DiagnosticError) -> ProjectFile {
        do {
            return try project.file(at: path)
        } catch {
            throw DiagnosticError([Diagnostic(.error, at: nil, error.message, hint: error.hint)])
        }
    }

    /// "did you mean …", or the list where nothing is near.
    private static func choices(_ name: String, among known: [String], what: String) -> String {
        if let near = nearestName(to: name, among: known) { return "did you mean '\(near)'?" }
        return "the \(what) are: \(known.joined(separator: ", "))"
    }
}
