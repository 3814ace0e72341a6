import Diagnostics
import Yams

/// Runs the YAML parser on untrusted text and turns its errors into findings.
///
/// The parser stops at the first duplicate key. To report every one, the first occurrence is overwritten by as many
/// private-use characters and the text is parsed again; the composer then meets both keys and knows their places.
struct YAMLLoader {
    /// Where the text lies.
    let placement: YAMLPlacement
    /// How large it may be.
    let limits: YAMLLimits
    /// Where findings go.
    let sink: DiagnosticSink

    /// A parsed text.
    struct Loaded {
        /// The outermost node; nil for an empty document.
        var root: Node?
        /// The keys behind the private-use characters that stand for them.
        var maskedKeys: [String: String] = [:]
    }

    /// Parses `text`; nil when it is no YAML or too large.
    func load(_ text: String) -> Loaded? {
        guard text.utf8.count <= limits.bytes else {
            report(line: 1, column: 1, "the YAML text has \(text.utf8.count) bytes; the limit is \(limits.bytes)")
            return nil
        }
        guard !Self.couldHashExponentially(text) else {
            report(
                line: 1, column: 1, "aliases and collections cannot be keys in a file with this many aliases",
                hint: "use plain texts as keys")
            return nil
        }
        let original = text
        var text = text
        text.makeContiguousUTF8()
        // The parser keeps a pointer into the string, which only a string too long to be stored inline survives.
        if text.utf8.count < 64 { text += (text.hasSuffix("\n") ? "" : "\n") + "#" + String(repeating: "-", count: 64) }
        var maskedKeys: [String: String] = [:]
        while true {
            do {
                let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
                return Loaded(root: root, maskedKeys: maskedKeys)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let key = keys.first, maskedKeys.count < 256,
                    let masked = Self.mask(key, at: context.mark, in: text, number: maskedKeys.count)
                else {
                    report(
                        line: context.mark.line, column: context.mark.column,
                        "duplicate key '\(keys.first ?? "")'", hint: "the same key is given again below")
                    return nil
                }
                maskedKeys[masked.replacement] = key
                text = masked.text
            } catch {
                report(error, in: original)
                return nil
            }
        }
    }

    /// Overwrites the key at `mark` by private-use characters; nil when the key is not written there plainly.
    private static func mask(
        _ key: String, at mark: Mark, in text: String, number: Int
    ) -> (text: String, replacement: String)? {
        guard let filler = Unicode.Scalar(0xE000 + number), !text.unicodeScalars.contains(filler) else { return nil }
        var lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map(Array.init)
        guard mark.line >= 1, mark.line <= lines.count else { return nil }
        let line = lines[mark.line - 1]
        let start = mark.column - 1
        guard start >= 0, start < line.count else { return nil }
        let plain = Array(key.unicodeScalars)
        let length: Int
        if !plain.isEmpty, line[start...].starts(with: plain) {
            length = plain.count
        } else if line[start] == "\"" || line[start] == "'",
            let end = line[(start + 1)...].firstIndex(of: line[start])
        {
            length = end - start + 1
        } else {
            return nil
        }
        let replacement = Array(repeating: filler, count: length)
        lines[mark.line - 1].replaceSubrange(start..<(start + length), with: replacement)
        var masked = String.UnicodeScalarView()
        masked.append(contentsOf: lines.joined(separator: ["\n"]))
        var result = String(masked)
        result.makeContiguousUTF8()
        return (result, String(String.UnicodeScalarView(replacement)))
    }

    /// Whether the parser, which hashes keys, could be made to hash an exponentially large one.
    ///
    /// That takes many aliases and an alias or a collection as a key. The test is lexical and so may refuse a file
    /// that only looks so, which no configuration does.
    private static func couldHashExponentially(_ text: String) -> Bool {
        var aliases = 0
        var complexKey = false
        var previous: Unicode.Scalar = "\n"
        // What the last meaningful character was: an alias name or a closing bracket may be followed by a colon.
        var mayBeKey = false
        var insideAlias = false
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isBlank = scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
            // A star before a blank multiplies; only one before a name can be an alias.
            let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
            let namesSomething = !" \t\n\r".unicodeScalars.contains(next)
            switch scalar {
            case "*" where namesSomething && !insideAlias && " \t\n\r[{,:-?".unicodeScalars.contains(previous):
                aliases += 1
                insideAlias = true
                mayBeKey = true
            case "]", "}": (mayBeKey, insideAlias) = (true, false)
            case ":" where mayBeKey: complexKey = true
            case _ where isBlank: insideAlias = false
            default: if !insideAlias { mayBeKey = false }
            }
            if isBlank, previous == "?" { complexKey = true }
            previous = scalar
        }
        return aliases > 16 && complexKey
    }

    /// Reports a parser's error with its place.
    private func report(_ error: any Error, in text: String) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let isSecondDocument = problem == "but found another document"
            var message = "invalid YAML: \(isSecondDocument ? "a second document begins here" : problem)"
            if let context, !isSecondDocument {
                let line = placement.location(line: context.mark.line, scalarColumn: context.mark.column).line
                message += " \(context.text)" + (context.mark.line == mark.line ? "" : " begun on line \(line)")
            }
            let place = Self.place(of: mark, in: text)
            report(line: place.line, column: place.column, message, hint: Self.hint(for: problem))
        case YamlError.reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let column = before.reversed().prefix { !$0.isNewline }.reduce(1) { $0 + $1.unicodeScalars.count }
            report(line: before.count(where: \.isNewline) + 1, column: column, "invalid YAML: \(problem)")
        default:
            report(line: 1, column: 1, "invalid YAML: the text could not be read")
        }
    }

    /// A parser's place, or the end of the last line with content when it is past that.
    private static func place(of mark: Mark, in text: String) -> (line: Int, column: Int) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }), mark.line > last + 1 else {
            return (mark.line, mark.column)
        }
        return (last + 1, lines[last].unicodeScalars.count + 1)
    }

    /// What would be right, for the mistakes people make most.
    private static func hint(for problem: String) -> String? {
        switch problem {
        case "mapping values are not allowed in this context":
            "quote a text that contains ': ', and check that the keys above have the same indentation"
        case "found character that cannot start any token":
            "indent with spaces, not tabs, and quote a text that starts with '@', '`' or '%'"
        case "could not find expected ':'": "a key is followed by ': ' and its value"
        case "did not find expected key": "keys of one mapping begin in the same column"
        case "found undefined alias": "an alias '*name' needs an anchor '&name' above it"
        case "but found another document": "a file holds one document; remove the second '---'"
        default: nil
        }
    }

    /// Reports an error at a place of the YAML text.
    private func report(line: Int, column: Int, _ message: String, hint: String? = nil) {
        let location = placement.location(line: line, scalarColumn: column)
        sink.report(at: location, message, hint: hint)
    }
}
