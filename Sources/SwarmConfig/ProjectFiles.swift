package import Diagnostics
package import Foundation
import StrictYAML

/// Finds declarations, prompts, tasks and chips, and nothing outside a project.
///
/// A project is a folder that holds `agents/`, `prompts/` and `configs/`. Several are searched in order, so that a
/// project of one's own may use the chips and tasks that came with the program:
///
/// 1. the nearest project at or above the file the user named, then at or above the current folder,
/// 2. the one that `KERNELSWARM_HOME` names,
/// 3. the nearest project at or above the program's own folder.
package struct ProjectFiles: Sendable {
    /// The projects, symbolic links resolved, first one first; never empty.
    package let roots: [URL]

    /// Why a path of a declaration cannot be used.
    package struct Refusal: Error, Hashable, Sendable {
        /// What is wrong.
        package var message: String
        /// What would be right.
        package var hint: String?
    }

    /// The folders that make a folder a project.
    private static let folders = ["agents", "prompts", "configs"]

    /// The largest file that is read, in bytes.
    private static let sizeLimit = 1 << 20

    /// Projects at known places.
    package init(roots: [URL]) {
        self.roots = roots.map { $0.resolvingSymlinksInPath().standardizedFileURL }
    }

    /// The projects to search for work on `file`; throws when there is none.
    ///
    /// - Parameters:
    ///   - file: The file the user named; nil when there is none.
    ///   - executable: The program's own file; nil leaves that step out.
    package static func locate(
        from file: String?, environment: [String: String], currentFolder: URL, executable: URL?
    ) throws(DiagnosticError) -> ProjectFiles {
        var found: [URL] = []
        func add(_ root: URL?) {
            if let root, !found.contains(root) { found.append(root) }
        }
        if let file { add(project(above: URL(fileURLWithPath: file, relativeTo: currentFolder))) }
        add(project(above: currentFolder))
        if let home = environment["KERNELSWARM_HOME"], !home.isEmpty {
            let url = URL(fileURLWithPath: home, relativeTo: currentFolder).resolvingSymlinksInPath()
            guard isProject(url) else {
                throw DiagnosticError([
                    Diagnostic(
                        .error, at: nil, "KERNELSWARM_HOME names '\(home)', which is no project",
                        hint: "a project is a folder that holds agents/, prompts/ and configs/")
                ])
            }
            add(url.standardizedFileURL)
        }
        if let executable { add(project(above: executable)) }
        guard !found.isEmpty else {
            throw DiagnosticError([
                Diagnostic(
                    .error, at: nil, "no project here: no folder with agents/, prompts/ and configs/ at or above",
                    hint: "make one with 'kernelswarm init DIR', or set KERNELSWARM_HOME")
            ])
        }
        return ProjectFiles(roots: found)
    }

    /// The nearest project at or above `url`.
    private static func project(above url: URL) -> URL? {
        var folder = url.resolvingSymlinksInPath().standardizedFileURL
        while true {
            if isProject(folder) { return folder }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path, !folder.path.isEmpty, folder.path != "/" else { return nil }
            folder = parent
        }
    }

    /// Whether a folder holds the folders of a project.
    private static func isProject(_ url: URL) -> Bool {
        folders.allSatisfy { isFolder(url.appendingPathComponent($0)) }
    }

    /// Whether there is a folder at `url`.
    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The file or folder at `path` from a root; throws when it is outside every project or does not exist.
    package func file(at path: String) throws(Refusal) -> ProjectFile {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.contains("\0"), path.utf8.count <= 1024 else {
            throw Refusal(message: "'\(path.prefix(80))' is not a path", hint: nil)
        }
        guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
            throw Refusal(
                message: "'\(path)' is outside the project",
                hint: "write a path from the project's root, such as prompts/NAME.mustache")
        }
        guard !parts.contains("..") else {
            throw Refusal(message: "'\(path)' may lead outside the project", hint: "write the path without '..'")
        }
        for root in roots {
            let url = root.appendingPathComponent(path)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            let real = url.resolvingSymlinksInPath().standardizedFileURL
            guard real.path == root.path || real.path.hasPrefix(root.path == "/" ? "/" : root.path + "/") else {
                throw Refusal(
                    message: "'\(path)' is a link that leads outside the project",
                    hint: "copy the file into the project")
            }
            return ProjectFile(path: path, url: real)
        }
        let folder = parts.dropLast().joined(separator: "/")
        let near = suggestion(for: path, among: names(in: folder).map { folder.isEmpty ? $0 : "\(folder)/\($0)" })
        throw Refusal(message: "'\(path)' does not exist", hint: near)
    }

    /// The names in a folder of any root, sorted, hidden ones left out.
    package func names(in folder: String) -> [String] {
        var names: Set<String> = []
        for root in roots {
            let url = folder.isEmpty ? root : root.appendingPathComponent(folder)
            names.formUnion((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The names of the YAML files in a folder, without their extension, sorted.
    package func declarations(in folder: String) -> [String] {
        names(in: folder).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    }

    /// The names of the tasks.
    package var tasks: [String] {
        names(in: "configs/tasks").filter { name in (try? file(at: "configs/tasks/\(name)/task.yaml")) != nil }
    }

    /// The text of a file; throws when it is a folder, too large, or not UTF-8.
    package static func text(of file: ProjectFile) throws(Refusal) -> String {
        guard !isFolder(file.url) else { throw Refusal(message: "'\(file.path)' is a folder, not a file", hint: nil) }
        guard FileManager.default.fileExists(atPath: file.url.path) else {
            throw Refusal(message: "'\(file.path)' does not exist", hint: nil)
        }
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: file.url)
            defer { try? handle.close() }
            data = try handle.read(upToCount: sizeLimit + 1) ?? Data()
        } catch {
            throw Refusal(message: "'\(file.path)' cannot be read", hint: "check its permissions")
        }
        guard data.count <= sizeLimit else {
            throw Refusal(message: "'\(file.path)' is larger than \(sizeLimit) bytes", hint: nil)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Refusal(message: "'\(file.path)' is not UTF-8 text", hint: nil)
        }
        return text
    }
}
