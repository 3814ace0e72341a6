import Diagnostics
import Foundation
import StrictYAML

/// Reads declaration files with what they extend, and reports what is wrong with each once.
///
/// A reference, because every part of a configuration shares its cache and its sink. Used from one task at a time.
final class DeclarationFiles {
    /// Where files are found.
    let project: ProjectFiles
    /// The variables that `${…}` may name.
    let environment: [String: String]
    /// Where findings go.
    let sink: DiagnosticSink
    /// The files read so far by place; nil for one that could not be read.
    private var documents: [String: YAMLNode?] = [:]

    /// Files of `project`.
    init(project: ProjectFiles, environment: [String: String], sink: DiagnosticSink) {
        self.project = project
        self.environment = environment
        self.sink = sink
    }

    /// The declaration `name` of a kind, with what it extends; nil when a finding leaves none.
    ///
    /// `place` is where the name is written.
    func declaration(_ kind: DeclarationKind, named name: String, at place: SourceLocation) -> YAMLReader? {
        guard let file = file(kind, named: name, at: place) else { return nil }
        return declaration(kind, in: file)
    }

    /// The declaration in `file`, with what it extends; nil when a finding leaves none.
    func declaration(_ kind: DeclarationKind, in file: ProjectFile) -> YAMLReader? {
        guard let node = resolve(kind, file, chain: []) else { return nil }
        return YAMLReader(node, label: "the \(kind.rawValue)", sink: sink)
    }

    /// The file of a named declaration; reports that there is none.
    private func file(_ kind: DeclarationKind, named name: String, at place: SourceLocation) -> ProjectFile? {
        do throws(ProjectFiles.Refusal) {
            return try project.file(at: "\(kind.folder)/\(name).yaml")
        } catch {
            let known = project.declarations(in: kind.folder)
            sink.report(
                at: place, "\(kind.rawValue) '\(name)' does not exist: there is no \(kind.folder)/\(name).yaml",
                hint: suggestion(for: name, among: known)
                    ?? (known.isEmpty ? nil : "known: \(known.joined(separator: ", "))"))
            return nil
        }
    }

    /// The contents of `file` laid over what they extend.
    private func resolve(_ kind: DeclarationKind, _ file: ProjectFile, chain: [String]) -> YAMLNode? {
        guard let node = document(file) else { return nil }
        guard node.entries != nil else { return node }
        let name = file.stem
        check(kind, name: name, of: node)
        guard let extends = node.entry("extends"), case .scalar(let scalar) = extends.value.content,
            case .text(let parent) = scalar.value
        else { return node }
        let path = chain + [name]
        if path.contains(parent) {
            let circle = (path.drop { $0 != parent } + [parent]).joined(separator: " -> ")
            sink.report(
                at: extends.value.location, "'extends' goes in a circle: \(circle)",
                hint: "remove one 'extends' of the circle")
            return nil
        }
        guard let base = self.file(kind, named: parent, at: extends.value.location),
            let below = resolve(kind, base, chain: path)
        else { return nil }
        return node.merged(over: below.removing(["version", "name", "extends"]))
    }

    /// Reports a name that differs from the file's.
    private func check(_ kind: DeclarationKind, name: String, of node: YAMLNode) {
        guard kind.isNamedByFile, let entry = node.entry("name"), case .scalar(let scalar) = entry.value.content,
            case .text(let declared) = scalar.value, declared != name
        else { return }
        sink.report(
            at: entry.value.location, "the name '\(declared)' is not the file's name, '\(name)'",
            hint: "\(kind.rawValue)s are found by their file's name; make both the same")
    }

    /// The contents of a file, without the secrets that should not be there; nil when it cannot be read.
    func document(_ file: ProjectFile) -> YAMLNode? {
        if let known = documents[file.url.path] { return known }
        let node = read(file)
        documents[file.url.path] = .some(node)
        return node
    }

    /// Reads a file.
    private func read(_ file: ProjectFile) -> YAMLNode? {
        do throws(ProjectFiles.Refusal) {
            let text = try ProjectFiles.text(of: file)
            let document = YAMLDocument(text, file: file.path, environment: environment, into: sink)
            return document.map { SecretCheck(sink: sink).refusingSecrets(in: $0.root) }
        } catch {
            sink.report(Diagnostic(.error, at: nil, error.message, hint: error.hint))
            return nil
        }
    }
}
