/// A 1-based place in a text.
public struct SourceLocation: Hashable, Sendable {
    /// The file as the user named it.
    public var file: String
    /// 1-based line.
    public var line: Int
    /// 1-based column, counted in characters.
    public var column: Int

    /// A place in `file`.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// One finding about a user's text: where, what is wrong, and what would be right.
public struct Diagnostic: Error, Hashable, Sendable {
    /// How bad it is; only errors stop the work.
    public enum Severity: String, Hashable, Sendable {
        case error
        case warning
        case note
    }

    /// How bad it is.
    public var severity: Severity
    /// Where it is; nil when it concerns no text (a missing file named on the command line).
    public var location: SourceLocation?
    /// What is wrong, with the offending value in '…'.
    public var message: String
    /// What would be right, as a sentence; nil when the message says it all.
    public var hint: String?
    /// The source line that the location points into, without its line end.
    public var excerpt: String?

    /// A finding.
    public init(
        _ severity: Severity, at location: SourceLocation?, _ message: String, hint: String? = nil,
        excerpt: String? = nil
    ) {
        self.severity = severity
        self.location = location
        self.message = message
        self.hint = hint
        self.excerpt = excerpt
    }

    /// `file:line:col: error: message`, then the excerpt with a caret, then the hint.
    ///
    /// ```
    /// agents/a.yaml:3:5: error: unknown key 'modle'
    ///   3 |     modle: offline
    ///     |     ^
    ///     = did you mean 'model'?
    /// ```
    public var rendered: String {
        var lines: [String] = []
        if let location {
            lines.append("\(location.file):\(location.line):\(location.column): \(severity.rawValue): \(message)")
        } else {
            lines.append("\(severity.rawValue): \(message)")
        }
        if let location, let excerpt {
            let number = String(location.line)
            let gutter = String(repeating: " ", count: number.count)
            let pad = excerpt.prefix(max(0, location.column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
            lines.append("  \(number) | \(excerpt)")
            lines.append("  \(gutter) | \(pad)^")
            if let hint { lines.append("  \(gutter) = \(hint)") }
        } else if let hint {
            lines.append("  = \(hint)")
        }
        return lines.joined(separator: "\n")
    }
}

/// Every finding of one reading, in the order of the text. Thrown whole, so that a user sees all mistakes at once.
public struct DiagnosticError: Error, Sendable, CustomStringConvertible {
    /// The findings, errors and warnings.
    public var diagnostics: [Diagnostic]

    /// An error made of findings.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// All findings rendered, a blank line between.
    public var description: String { diagnostics.map(\.rendered).joined(separator: "\n\n") }
}
