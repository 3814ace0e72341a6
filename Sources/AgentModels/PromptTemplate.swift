import Diagnostics
import Mustache

/// A prompt with gaps: a mustache text in two parts, the system message and, after a line `--- user ---`, the question.
///
/// The parts are told apart before anything is filled in, so that nothing filled in can shift the border.
package struct PromptTemplate: Sendable {
    /// The line between the parts.
    static let border = "--- user ---"

    /// The file as the user named it.
    package let file: String
    /// The system message.
    private let system: MustacheTemplate
    /// The question.
    private let user: MustacheTemplate

    /// Reads a template; throws `DiagnosticError` with every mistake in it.
    ///
    /// `file` is only named in messages; nothing is read from disk.
    package init(file: String, text: String) throws {
        // One kind of line end, so that the border is found and positions count alike.
        let text = text.replacing("\r\n", with: "\n")
        var scanner = TemplateScanner(file: file, text: text)
        let border = Self.borders(in: text)
        if border.count != 1 {
            scanner.report(
                border.dropFirst().first?.lowerBound ?? text.startIndex,
                border.isEmpty ? "the template has no line '\(Self.border)'" : "a second line '\(Self.border)'",
                hint: "one such line parts the system message from the question")
        }
        let middle = border.first ?? text.endIndex..<text.endIndex
        scanner.scan(text.startIndex..<middle.lowerBound)
        scanner.scan(middle.upperBound..<text.endIndex)
        guard scanner.diagnostics.isEmpty else { throw DiagnosticError(scanner.diagnostics) }
        self.file = file
        do {
            self.system = try Self.template(text[..<middle.lowerBound])
            self.user = try Self.template(text[middle.upperBound...])
        } catch {
            throw DiagnosticError([
                Diagnostic(
                    .error, at: SourceLocation(file: file, line: 1, column: 1), "not a mustache template: \(error)")
            ])
        }
    }

    /// The prompt for `context`.
    package func render(_ context: PromptContext) -> RenderedPrompt {
        let values = context.values
        return RenderedPrompt(
            system: Self.trimmed(system.render(values)), user: Self.trimmed(user.render(values)))
    }

    /// The ranges of the border lines, line ends included.
    private static func borders(in text: String) -> [Range<String.Index>] {
        text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            guard line == border else { return nil }
            return line.startIndex..<(line.endIndex < text.endIndex ? text.index(after: line.endIndex) : line.endIndex)
        }
    }

    /// A template whose variables are filled in as they are: prompts are no HTML.
    private static func template(_ text: Substring) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
    }

    /// `text` without blank lines at either end.
    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isNewline }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return first <= last ? String(text[first...last]) : ""
    }
}
