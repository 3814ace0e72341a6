package import Diagnostics
import Foundation
import StrictYAML

/// Checks files of any kind and collects what is wrong with all of them.
package struct ConfigurationChecker: Sendable {
    /// A kind of file that another module reads, such as a task or a chip.
    package struct Kind: Sendable {
        /// What messages call it: "task".
        package var name: String
        /// Whether a file is of this kind, from its path and its top-level keys.
        package var matches: @Sendable (_ path: String, _ keys: [String]) -> Bool
        /// The findings about a file's text.
        package var check: @Sendable (_ text: String, _ path: String) -> [Diagnostic]

        /// A kind of file.
        package init(
            name: String, matches: @escaping @Sendable (_ path: String, _ keys: [String]) -> Bool,
            check: @escaping @Sendable (_ text: String, _ path: String) -> [Diagnostic]
        ) {
            self.name = name
            self.matches = matches
            self.check = check
        }
    }

    /// Where references are looked up.
    private let project: ProjectFiles
    /// The variables that `${…}` may name.
    private let environment: [String: String]
    /// The kinds that other modules read; they are asked first.
    private let kinds: [Kind]

    /// A checker.
    package init(project: ProjectFiles, environment: [String: String], kinds: [Kind] = []) {
        self.project = project
        self.environment = environment
        self.kinds = kinds
    }

    /// Every finding about `paths`, which are as the user named them; files in the order given.
    package func check(_ paths: [String]) -> [Diagnostic] {
        let sink = DiagnosticSink()
        let files = DeclarationFiles(project: project, environment: environment, sink: sink)
        for path in paths { check(path, files: files) }
        return sink.inTextOrder
    }

    /// Checks one file.
    private func check(_ path: String, files: DeclarationFiles) {
        let file = ProjectFile(path: path, url: URL(fileURLWithPath: path))
        let text: String
        do throws(ProjectFiles.Refusal) {
            text = try ProjectFiles.text(of: file)
        } catch {
            files.sink.report(Diagnostic(.error, at: nil, error.message, hint: error.hint))
            return
        }
        // Structure first, without variables: what the file is must not depend on the environment.
        let quiet = DiagnosticSink()
        let document = YAMLDocument(text, file: path, into: quiet)
        let keys = document?.root.entries?.map(\.key) ?? []
        if let kind = kinds.first(where: { $0.matches(path, keys) }) {
            files.sink.report(contentsOf: kind.check(text, path))
            return
        }
        guard document != nil else {
            files.sink.report(contentsOf: quiet.inTextOrder)
            return
        }
        switch Self.kind(of: file, keys: keys) {
        case .agent:
            var resolver = TeamResolver(files: files, modelsMustExist: false, keysMustBeSet: false)
            if let agent = files.declaration(.agent, in: file).flatMap(AgentDeclaration.read) { resolver.check(agent) }
        case .team:
            var resolver = TeamResolver(files: files, modelsMustExist: false, keysMustBeSet: false)
            if let team = files.declaration(.team, in: file).flatMap(TeamDeclaration.read) {
                _ = resolver.resolve(team, models: nil)
            }
        case .run:
            _ = RunConfiguration.resolve(file, files: files, keysMustBeSet: false)
        case nil:
            let names = DeclarationKind.allCases.map(\.rawValue) + kinds.map(\.name)
            files.sink.report(
                Diagnostic(
                    .error, at: nil, "'\(path)' is of no known kind",
                    hint:
                        "known kinds: \(names.joined(separator: ", ")); an agent has 'role', a team 'agents', a run 'task'"
                ))
        }
    }

    /// The kind of a file: by its keys, and where those do not tell, by its folder.
    static func kind(of file: ProjectFile, keys: [String]) -> DeclarationKind? {
        if keys.contains("role") { return .agent }
        if keys.contains("task") || keys.contains("team") { return .run }
        if keys.contains("agents") || keys.contains("council") { return .team }
        let folder = file.url.deletingLastPathComponent()
        switch folder.lastPathComponent {
        case "agents": return .agent
        case "teams": return .team
        case "configs": return .run
        default: return nil
        }
    }
}
