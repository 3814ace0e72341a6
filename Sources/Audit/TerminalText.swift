/// Makes text that others wrote safe to show: agents' words must not move a cursor, colour a line or hide a word.
package enum TerminalText {
    /// `text` with every control and direction character but line feed and tab written as `\u{…}`.
    package static func lines(_ text: String) -> String {
        escape(text) { $0 == "\n" || $0 == "\t" ? nil : "\\u{\(hexadecimal($0, 0))}" }
    }

    /// `text` on one line: line feed, tab and every control and direction character written as an escape.
    package static func line(_ text: String) -> String {
        escape(text) { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\t": "\\t"
            case "\r": "\\r"
            default: "\\u{\(hexadecimal(scalar, 0))}"
            }
        }
    }

    /// JSON text whose control and direction characters are written as JSON escapes; it stays the same value.
    ///
    /// Canonical JSON has such characters only inside strings; those below U+0020 are escaped there already.
    package static func json(_ text: String) -> String {
        escape(text) { $0 == "\n" ? nil : "\\u\(hexadecimal($0, 4))" }
    }

    /// Replaces each dangerous scalar by what `replacement` gives, or keeps it for nil.
    private static func escape(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        guard text.unicodeScalars.contains(where: isDangerous) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isDangerous(scalar), let replaced = replacement(scalar) {
                result.append(contentsOf: replaced.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether a scalar can do more to a terminal than show itself.
    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        // Marks, overrides and isolates that reorder what is read; line and paragraph separators; the byte-order mark.
        case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The scalar's number in hexadecimal, with at least `width` digits.
    private static func hexadecimal(_ scalar: Unicode.Scalar, _ width: Int) -> String {
        let digits = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
