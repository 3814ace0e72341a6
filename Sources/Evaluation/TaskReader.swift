import Candidates
package import Diagnostics
package import Foundation
import KernelCompiler
import StrictYAML

extension TaskDefinition {
    /// Reads the task in `folder`; all mistakes are reported at once, at their places in `task.yaml`.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds `task.yaml` and the texts it names.
    ///   - name: What messages call the folder.
    package init(folder: URL, named name: String) throws(DiagnosticError) {
        let file = "\(name)/task.yaml"
        guard let data = TaskFolder(url: folder).contents(of: "task.yaml") else {
            throw DiagnosticError([
                Diagnostic(
                    .error, at: nil, "there is no task at '\(name)': '\(file)' cannot be read",
                    hint: "a task is a folder with a file task.yaml; docs/own-task.md explains it")
            ])
        }
        self = try YAMLReader.read(data, file: file) { root in
            TaskReader(folder: TaskFolder(url: folder)).read(root)
        }
    }
}

/// Reads the parts of a task file, each to the end, so that one mistake does not hide the next.
struct TaskReader {
    /// Where the texts lie.
    let folder: TaskFolder

    /// Keys of the file.
    static let keys = [
        "version", "name", "dialect", "summary", "description", "cache", "buffers", "scalars", "sizes", "tolerance",
        "oracle", "baselines", "start", "limits", "precision", "floor",
    ]

    /// The whole file.
    func read(_ root: YAMLReader) -> TaskDefinition? {
        guard let map = root.mapping("a task", keys: Self.keys), map.requireVersion() else { return nil }
        let name = map.required("name", .name)
        let dialect = map.required("dialect", .dialect)
        let summary = map.required("summary", .string)
        let description = map.optional("description", .string)
        let cache = map.optional("cache", YAMLShape<TaskDefinition.Cache>.choice, default: .warm)
        let buffers = map.required("buffers", .list(of: .custom(readBuffer), count: 1...64))
        let scalars = map.optional("scalars", .list(of: .custom(readScalar), count: 0...64), default: [])
        let sizes = readSizes(map)
        let tolerance = readTolerance(map)
        let oracle = map.required("oracle", text)
        let baselines = map.reader("baselines").flatMap { $0.mapping("'baselines'", keys: ["naive", "competent"]) }
        if !map.has("baselines") { map.reader.error("missing key 'baselines' in a task") }
        let naive = baselines?.required("naive", text)
        let competent = baselines?.required("competent", text)
        let start = map.required("start", text)
        let limits = readLimits(map)
        let precision = readPrecision(map, buffers)
        let floor = readFloor(map)
        guard let buffers, let sizes else { return nil }
        let shapes = TaskShapes(buffers: buffers.map(\.buffer), scalars: scalars, floor: floor)
        checkNames(buffers, scalars, sizes, map)
        let check = sizes.check.compactMap { shapes.size($0, places: buffers, root) }
        let time = sizes.time.compactMap { shapes.size($0, places: buffers, root) }
        let holdout = sizes.holdout.compactMap { shapes.size($0, places: buffers, root) }
        guard let name, let dialect, let summary, let tolerance, let oracle, let naive, let competent, let start
        else { return nil }
        return TaskDefinition(
            name: name, dialect: dialect, summary: summary, description: description ?? summary, cache: cache,
            buffers: buffers.map(\.buffer), scalars: scalars.map(\.value), checkSizes: check, timeSizes: time,
            holdoutSizes: holdout, tolerance: tolerance, oracle: oracle, naive: naive, competent: competent,
            start: start, limits: limits, precision: precision)
    }

    /// A text of the task folder.
    private var text: YAMLShape<TaskText> {
        let folder = folder
        return YAMLShape.string.then { path, reader in
            guard TaskFolder.isInside(path) else {
                reader.error(
                    "\(reader.label) must be a file of the task folder, not '\(path.prefix(80))'",
                    hint: "write a relative path without '..'")
                return nil
            }
            guard let text = folder.contents(of: path) else {
                reader.error("there is no text file '\(path.prefix(80))' in the task folder")
                return nil
            }
            return TaskText(file: path, text: text)
        }
    }

    /// The tolerance of the task.
    private func readTolerance(_ map: MappingReader) -> Double? {
        guard let reader = map.reader("tolerance") else {
            map.reader.error("missing key 'tolerance' in a task")
            return nil
        }
        let section = reader.mapping("'tolerance'", keys: ["rms_fraction"])
        return section?.required("rms_fraction", .number(1e-12...1))
    }

    /// The limits of the task, defaults where it gives none.
    private func readLimits(_ map: MappingReader) -> TaskLimits {
        var limits = TaskLimits()
        let section = map.reader("limits")?.mapping("'limits'", keys: ["check_instructions", "time_instructions"])
        guard let section else { return limits }
        let range = 1000...10_000_000_000
        limits.checkInstructions = section.optional(
            "check_instructions", .integer(range), default: limits.checkInstructions)
        limits.timeInstructions = section.optional(
            "time_instructions", .integer(range), default: limits.timeInstructions)
        return limits
    }

    /// One named scalar.
    private func readScalar(_ reader: YAMLReader) -> Located<TaskDefinition.NamedScalar>? {
        guard let map = reader.mapping("a scalar", keys: ["name", "value"]) else { return nil }
        let name = map.requiredLocated("name", .taskIdentifier)
        let value = map.required("value", .taskExpression(decimals: true))
        guard let name, let value else { return nil }
        return Located(TaskDefinition.NamedScalar(name: name.value, value: value.value), at: value.location)
    }

    /// Reports names that stand for two things.
    private func checkNames(
        _ buffers: [TaskEntry.Buffer], _ scalars: [Located<TaskDefinition.NamedScalar>], _ sizes: SizeLists,
        _ map: MappingReader
    ) {
        var seen: [String: String] = [:]
        for name in sizes.names { seen[name] = "a size" }
        for entry in buffers {
            if let other = seen[entry.buffer.name] {
                map.reader.error("'\(entry.buffer.name)' is \(other) already", at: entry.nameLocation)
            }
            seen[entry.buffer.name] = "a buffer"
        }
        for scalar in scalars {
            if let other = seen[scalar.value.name] {
                map.reader.error("'\(scalar.value.name)' is \(other) already", at: scalar.location)
            }
            seen[scalar.value.name] = "a scalar"
        }
        for word in ["row", "out"] where seen[word] != nil && seen[word] != "a buffer" {
            map.reader.error("'\(word)' is a parameter of the oracle and cannot name \(seen[word] ?? "this")")
        }
        if !buffers.contains(where: { $0.buffer.role == .output }), let location = map.location(of: "buffers") {
            map.reader.error("no buffer of the task is an output", at: location)
        }
    }
}
