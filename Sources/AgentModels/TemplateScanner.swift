import Diagnostics

/// Checks a template's tags before it is used, so that a slip is an error with its place instead of a silent gap.
///
/// Allowed are variables, sections, inverted sections and comments. Partials, blocks, changed delimiters, pragmas and
/// transforms are not: a template reads nothing but the context it is given.
struct TemplateScanner {
    /// A section that is open.
    private struct Section {
        var name: String
        var offset: String.Index
        /// Names valid inside besides the top level's.
        var names: [String]
    }

    /// The file as the user named it.
    private let file: String
    /// The lines of the file, for excerpts.
    private let lines: [String]
    /// The whole text.
    private let text: String
    /// What was found.
    private(set) var diagnostics: [Diagnostic] = []
    /// The sections that are open, outermost first.
    private var open: [Section] = []

    /// A scanner of `text`, which was read from `file`.
    init(file: String, text: String) {
        self.file = file
        self.text = text
        self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Checks the tags of a part of the text; sections must close within it.
    mutating func scan(_ range: Range<String.Index>) {
        open = []
        var rest = text[range]
        while let start = rest.firstRange(of: "{{") {
            let isTriple = rest[start.upperBound...].first == "{"
            let after = isTriple ? rest.index(after: start.upperBound) : start.upperBound
            let closing = isTriple ? "}}}" : "}}"
            guard let end = rest[after...].firstRange(of: closing) else {
                report(start.lowerBound, "the tag is not closed", hint: "end it with '\(closing)'")
                return
            }
            check(rest[after..<end.lowerBound], at: start.lowerBound, isTriple: isTriple)
            rest = rest[end.upperBound...]
        }
        for section in open {
            report(section.offset, "the section '\(section.name)' is not closed", hint: "add '{{/\(section.name)}}'")
        }
    }

    /// Checks the inside of one tag.
    private mutating func check(_ body: Substring, at offset: String.Index, isTriple: Bool) {
        let mark = isTriple ? nil : body.first
        switch mark {
        case "!":
            return
        case "#", "^":
            let name = trimmed(body.dropFirst())
            // An unknown section still opens, so that its end is not a second mistake.
            _ = checkName(name, at: offset)
            open.append(Section(name: name, offset: offset, names: PromptContext.elementNames[name] ?? []))
        case "/":
            close(trimmed(body.dropFirst()), at: offset)
        case "&":
            _ = checkName(trimmed(body.dropFirst()), at: offset)
        case ">", "<", "$", "=", "%", "*":
            report(
                offset, "'{{\(body)}}' is not allowed in a prompt",
                hint: "a prompt has variables, sections and comments only")
        default:
            _ = checkName(trimmed(body), at: offset)
        }
    }

    /// Closes the innermost section, which must be `name`.
    private mutating func close(_ name: String, at offset: String.Index) {
        guard let last = open.last else {
            return report(offset, "'{{/\(name)}}' closes no section", hint: nil)
        }
        if last.name != name {
            report(
                offset, "'{{/\(name)}}' stands where the section '\(last.name)' is open",
                hint: "close it with '{{/\(last.name)}}'")
        }
        open.removeLast()
    }

    /// Whether `name` means something here; reports it when not.
    private mutating func checkName(_ name: String, at offset: String.Index) -> Bool {
        let known = open.flatMap(\.names) + PromptContext.names
        if known.contains(name) { return true }
        let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
        report(offset, "unknown variable '\(name)'", hint: hint ?? "known are \(known.joined(separator: ", "))")
        return false
    }

    /// `text` without the blanks around it.
    private func trimmed(_ text: Substring) -> String {
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
        guard let first = text.firstIndex(where: { !blank($0) }), let last = text.lastIndex(where: { !blank($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// Records an error at `offset`.
    mutating func report(_ offset: String.Index, _ message: String, hint: String?) {
        let before = text[..<offset]
        let line = before.count { $0.isNewline } + 1
        let column =
            before.distance(
                from: before.lastIndex(where: \.isNewline).map(before.index(after:)) ?? before.startIndex, to: offset)
            + 1
        diagnostics.append(
            Diagnostic(
                .error, at: SourceLocation(file: file, line: line, column: column), message, hint: hint,
                excerpt: line <= lines.count ? lines[line - 1] : nil))
    }
}
