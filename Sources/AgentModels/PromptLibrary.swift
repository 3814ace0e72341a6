import Diagnostics

/// The templates of a run by name.
package struct PromptLibrary: Sendable {
    /// A template's text and where it came from.
    package struct File: Hashable, Sendable {
        /// The name prompts are asked for by, such as `explorer`.
        package var name: String
        /// The file as the user knows it, for messages.
        package var path: String
        /// The file's contents.
        package var text: String

        /// A file that the caller has read.
        package init(name: String, path: String, text: String) {
            self.name = name
            self.path = path
            self.text = text
        }
    }

    /// The templates.
    private let templates: [String: PromptTemplate]

    /// Reads every file; throws `DiagnosticError` with the mistakes of all of them.
    package init(files: [File]) throws {
        var templates: [String: PromptTemplate] = [:]
        var diagnostics: [Diagnostic] = []
        for file in files {
            do {
                templates[file.name] = try PromptTemplate(file: file.path, text: file.text)
            } catch let error as DiagnosticError {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        self.templates = templates
    }

    /// The template names, sorted.
    package var names: [String] { templates.keys.sorted() }

    /// The prompt `name` for `context`; throws `DiagnosticError` when there is no such template.
    package func render(_ name: String, _ context: PromptContext) throws -> RenderedPrompt {
        guard let template = templates[name] else {
            let near = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
            throw DiagnosticError([
                Diagnostic(
                    .error, at: nil, "unknown prompt '\(name)'",
                    hint: near ?? "known are \(names.joined(separator: ", "))")
            ])
        }
        return template.render(context)
    }
}
