/// A named text cut into lines, from which findings take their place and their excerpt.
package struct SourceText: Hashable, Sendable {
    /// The file as the user named it.
    package let file: String
    /// The lines without their line ends.
    package let lines: [String]

    /// A text named `file`.
    ///
    /// Line ends are those that YAML and the C family share: LF, CR LF, CR, and the Unicode NEL, LS and PS.
    package init(file: String, text: String) {
        self.file = file
        lines =
            text.split(omittingEmptySubsequences: false) { character in
                switch character {
                case "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
                default: false
                }
            }
            .map(String.init)
    }

    /// The line with the 1-based number `line`; nil past the end.
    package func line(_ line: Int) -> String? {
        line >= 1 && line <= lines.count ? lines[line - 1] : nil
    }

    /// The 1-based column, in characters, of the 1-based column `scalar` that counts Unicode scalars.
    ///
    /// Most scanners count scalars or bytes while people count characters.
    package func column(ofScalar scalar: Int, onLine line: Int) -> Int {
        guard let text = self.line(line), scalar > 1 else { return max(1, scalar) }
        let prefix = String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalar - 1)))
        return prefix.count + 1
    }

    /// The place of a 1-based line and character column.
    package func location(line: Int, column: Int) -> SourceLocation {
        SourceLocation(file: file, line: line, column: column)
    }

    /// A finding at `location` with the line it points into as its excerpt.
    ///
    /// Lines longer than 160 characters are cut, so that a minified file does not flood a terminal; when the place is
    /// past the cut there is no excerpt.
    package func diagnostic(
        _ severity: Diagnostic.Severity = .error, at location: SourceLocation, _ message: String, hint: String? = nil
    ) -> Diagnostic {
        var excerpt = line(location.line)
        if let text = excerpt, text.count > 160 {
            excerpt = location.column <= 160 ? String(text.prefix(160)) + "…" : nil
        }
        return Diagnostic(severity, at: location, message, hint: hint, excerpt: excerpt)
    }
}
