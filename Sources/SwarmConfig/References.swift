import Diagnostics
import StrictYAML

/// Finds the task and the chip that a run names, and reports those that are nowhere.
struct References {
    /// The files.
    let files: DeclarationFiles

    /// The folder of a task: of `configs/tasks/`, or at a path from the project's root.
    func task(_ name: Located<String>) -> ProjectFile? {
        let isPath = name.value.contains("/")
        let folder = isPath ? Self.trimmed(name.value) : "configs/tasks/\(name.value)"
        do throws(ProjectFiles.Refusal) {
            _ = try files.project.file(at: "\(folder)/task.yaml")
            return try files.project.file(at: folder)
        } catch {
            let known = files.project.tasks
            let isMissing = error.message.hasSuffix("does not exist")
            files.sink.report(
                at: name.location,
                isMissing
                    ? "task '\(name.value)' does not exist: there is no \(folder)/task.yaml" : "task \(error.message)",
                hint: isMissing ? hint(for: name.value, among: known) : error.hint)
            return nil
        }
    }

    /// The file of a chip of `configs/gpus/`.
    func gpu(_ name: Located<String>) -> ProjectFile? {
        let path = "configs/gpus/\(name.value).yaml"
        do throws(ProjectFiles.Refusal) {
            return try files.project.file(at: path)
        } catch {
            files.sink.report(
                at: name.location, "gpu '\(name.value)' does not exist: there is no \(path)",
                hint: hint(for: name.value, among: files.project.declarations(in: "configs/gpus")))
            return nil
        }
    }

    /// The nearest of the known names, or all of them.
    private func hint(for name: String, among known: [String]) -> String? {
        suggestion(for: name, among: known) ?? (known.isEmpty ? nil : "known: \(known.joined(separator: ", "))")
    }

    /// A folder's path without slashes at its end.
    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
