import Diagnostics

/// A kernel's text as numbered lines: what every reader of its comments works on.
struct KernelLines {
    /// The file as the user named it.
    let file: String
    /// The lines without their ends; line `i` is number `i + 1`.
    let lines: [Substring]

    /// Splits `text` at line feeds; a carriage return before one is dropped.
    init(_ text: String, file: String) {
        self.file = file
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// A finding at a place given by 0-based line and 0-based column.
    func diagnostic(
        _ message: String, line: Int, column: Int, hint: String? = nil, severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        let excerpt = line < lines.count ? String(lines[line].prefix(200)) : nil
        return Diagnostic(
            severity, at: SourceLocation(file: file, line: line + 1, column: column + 1), message, hint: hint,
            excerpt: excerpt)
    }

    /// A finding about an expression that begins at a 0-based place.
    func diagnostic(_ error: ExpressionError, line: Int, column: Int) -> Diagnostic {
        diagnostic(error.description, line: line, column: column + error.column - 1, hint: error.hint)
    }
}

extension Character {
    /// Whether a C identifier may begin with it.
    var startsIdentifier: Bool { isASCII && (isLetter || self == "_") }
    /// Whether it is one of the digits 0 to 9.
    var isDigit: Bool { isASCII && isNumber }
    /// Whether a C identifier may hold it.
    var continuesIdentifier: Bool { isASCII && (isLetter || isDigit || self == "_") }
}

extension StringProtocol {
    /// Whether it is a C identifier of at most 64 characters.
    var isIdentifier: Bool {
        guard let first, first.startsIdentifier, utf8.count <= 64 else { return false }
        return allSatisfy(\.continuesIdentifier)
    }

    /// The text without white space at both ends.
    var trimmed: SubSequence {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex..<endIndex] }
        return self[start...end]
    }
}
