import Diagnostics

/// A kernel text cut into tokens, with what the passes over it need to report and to look around.
struct SourceText: Sendable {
    /// Most bytes of a kernel text.
    static let byteLimit = 1 << 20

    let fileName: String
    let bytes: [UInt8]
    let tokens: [SourceToken]
    private let lines: [Substring]
    /// Where each line was written, by number from 0; nil if all were written here.
    let places: [TextPlace]?

    init(_ source: KernelSource) {
        self.init(Array(source.text.utf8), fileName: source.fileName, places: nil)
    }

    /// A text put together from several.
    init(_ bytes: [UInt8], fileName: String, places: [TextPlace]?) {
        self.fileName = fileName
        self.bytes = bytes
        self.tokens = SourceLexer.tokens(of: bytes)
        self.lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        self.places = places
    }

    /// The text and line that line `line` was written in.
    func place(ofLine line: Int) -> TextPlace {
        if let places, places.indices.contains(line - 1) { return places[line - 1] }
        return TextPlace(file: fileName, line: max(1, line))
    }

    /// The text of token `index`; empty outside the text.
    func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

    /// Whether token `index` is an identifier or keyword.
    func isIdentifier(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .identifier }

    /// The index after the bracket that closes the one at `open`; nil if none does.
    ///
    /// - Precondition: `open` is an index of the tokens.
    func index(afterBracketAt open: Int) -> Int? {
        let pairs = ["(": ")", "[": "]", "{": "}"]
        guard let closer = pairs[text(open)] else { return nil }
        let opener = text(open)
        var depth = 0
        for index in open..<tokens.count {
            if text(index) == opener { depth += 1 }
            if text(index) == closer {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
        }
        return nil
    }

    /// Most tokens that are looked at backwards, or through a method's body, so that no text makes a pass quadratic.
    static let reach = 4096

    /// The index of the bracket that opens the one at `close`; nil if none does within reach.
    func index(beforeBracketAt close: Int) -> Int? {
        let pairs = [")": "(", "]": "[", "}": "{"]
        let closer = text(close)
        guard let opener = pairs[closer] else { return nil }
        var depth = 0
        var index = close
        while index >= max(0, close - Self.reach) {
            if text(index) == closer { depth += 1 }
            if text(index) == opener {
                depth -= 1
                if depth == 0 { return index }
            }
            index -= 1
        }
        return nil
    }

    /// The index after the `>` that closes the template arguments opened by `<` at `open`; nil if they do not end.
    func index(afterAngleAt open: Int) -> Int? {
        guard text(open) == "<" else { return nil }
        var depth = 0
        var index = open
        while index < tokens.count {
            switch text(index) {
            case "<": depth += 1
            case ">":
                depth -= 1
                if depth == 0 { return index + 1 }
            case "(", "[", "{":
                guard let after = self.index(afterBracketAt: index) else { return nil }
                index = after
                continue
            case ";", ")", "]", "}": return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The original text of tokens `range`, spaces and comments between them included.
    func source(of range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last, tokens.indices.contains(last) else { return "" }
        let slice = bytes[tokens[first].range.lowerBound..<tokens[last].range.upperBound]
        return String(decoding: slice, as: UTF8.self)
    }

    /// An error at token `index`.
    func error(at index: Int, _ message: String, hint: String? = nil) -> Diagnostic {
        let token = tokens[index]
        return diagnostic(.error, line: token.line, column: token.column, message, hint: hint)
    }

    /// A finding at a place given in bytes, with the line it points into.
    func diagnostic(
        _ severity: Diagnostic.Severity, line: Int, column: Int, _ message: String, hint: String? = nil
    ) -> Diagnostic {
        let excerpt = lines.indices.contains(line - 1) ? String(lines[line - 1]) : nil
        let place = excerpt.map { characterColumn(in: $0, byteColumn: column) } ?? max(1, column)
        let written = self.place(ofLine: line)
        return Diagnostic(
            severity, at: SourceLocation(file: written.file, line: written.line, column: place), message, hint: hint,
            excerpt: excerpt)
    }

    /// The column in characters of a column in bytes.
    private func characterColumn(in line: String, byteColumn: Int) -> Int {
        String(decoding: line.utf8.prefix(max(0, byteColumn - 1)), as: UTF8.self).count + 1
    }
}
