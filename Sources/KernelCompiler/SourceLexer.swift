/// Cuts a kernel text into tokens: comments and white space dropped, preprocessor lines marked.
///
/// It understands what a light pass needs: strings, raw strings, characters, numbers, identifiers, and punctuation of
/// one or two characters. A line splice counts as white space.
struct SourceLexer {
    /// Two-character tokens that are kept whole; `<<` and `>>` are not, since `>>` may close two templates.
    private static let pairs: Set<String> = [
        "::", "->", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
        "##",
        "%:",
    ]

    /// What a raw string's opening quote follows; after any other name the string is an ordinary one.
    private static let rawPrefixes = ["R", "LR", "uR", "UR", "u8R"]

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var inDirective = false
    /// Nothing but white space so far on this line.
    private var atLineStart = true
    private var tokens: [SourceToken] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of `bytes`, in order.
    static func tokens(of bytes: [UInt8]) -> [SourceToken] {
        var lexer = SourceLexer(bytes)
        lexer.run()
        return lexer.tokens
    }

    /// The byte `distance` ahead; 0 past the end.
    private func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    /// Steps over a line end.
    private mutating func newLine() {
        position += 1
        line += 1
        lineStart = position
    }

    private mutating func run() {
        while position < bytes.count {
            switch peek() {
            case UInt8(ascii: "\n"):
                newLine()
                inDirective = false
                atLineStart = true
            case UInt8(ascii: "\\") where spliceLength() > 0:
                position += spliceLength() - 1
                newLine()
            case UInt8(ascii: " "), 9, 11, 12, 13:
                position += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                skipLineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                skipBlockComment()
            default:
                token()
            }
        }
    }

    /// Bytes of a backslash, blanks and a line end here; 0 if there is no splice.
    private func spliceLength() -> Int {
        var length = 1
        while [32, 9, 11, 12, 13].contains(peek(length)) { length += 1 }
        return peek(length) == UInt8(ascii: "\n") ? length + 1 : 0
    }

    private mutating func skipLineComment() {
        while position < bytes.count, peek() != UInt8(ascii: "\n") {
            if peek() == UInt8(ascii: "\\"), spliceLength() > 0 {
                position += spliceLength() - 1
                newLine()
            } else {
                position += 1
            }
        }
    }

    private mutating func skipBlockComment() {
        position += 2
        while position < bytes.count {
            if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            if peek() == UInt8(ascii: "\n") { newLine() } else { position += 1 }
        }
    }

    private mutating func token() {
        let start = position
        let startLine = line
        let column = start - lineStart + 1
        let kind = consume()
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let directive = atLineStart && (text == "#" || text == "%:")
        if directive { inDirective = true }
        atLineStart = false
        tokens.append(
            SourceToken(
                kind: kind, range: start..<position, text: text, line: startLine, column: column,
                inDirective: inDirective, startsDirective: directive))
    }

    /// Steps over one token and says what it is.
    private mutating func consume() -> SourceToken.Kind {
        let first = peek()
        if Self.isIdentifierStart(first) {
            let start = position
            while Self.isIdentifierPart(peek()) { position += 1 }
            if peek() == UInt8(ascii: "\""),
                Self.rawPrefixes.contains(where: { bytes[start..<position].elementsEqual($0.utf8) })
            {
                skipRawString()
                return .string
            }
            return .identifier
        }
        if Self.isDigit(first) || (first == UInt8(ascii: ".") && Self.isDigit(peek(1))) {
            skipNumber()
            return .number
        }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            skipQuoted(first)
            return first == UInt8(ascii: "'") ? .character : .string
        }
        let pair = String(decoding: [first, peek(1)], as: UTF8.self)
        position += Self.pairs.contains(pair) ? 2 : 1
        return .punctuation
    }

    private mutating func skipNumber() {
        while position < bytes.count {
            let byte = peek()
            if [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte) {
                guard
                    [UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "p"), UInt8(ascii: "P")].contains(
                        bytes[position - 1])
                else { return }
                let isHexadecimal =
                    position >= 2 && bytes[position - 1] | 0x20 == UInt8(ascii: "e") && hexadecimalHere()
                if isHexadecimal { return }
            } else if !Self.isIdentifierPart(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "'") {
                return
            }
            position += 1
        }
    }

    /// The number that ends here starts with `0x`, so that its `e` is a digit.
    private func hexadecimalHere() -> Bool {
        var start = position
        while start > 0, Self.isIdentifierPart(bytes[start - 1]) { start -= 1 }
        return position - start > 2 && bytes[start] == UInt8(ascii: "0") && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        position += 1
        while position < bytes.count, peek() != quote, peek() != UInt8(ascii: "\n") {
            if peek() == UInt8(ascii: "\\"), spliceLength() > 0 {
                position += spliceLength() - 1
                newLine()
            } else {
                position += peek() == UInt8(ascii: "\\") && position + 1 < bytes.count ? 2 : 1
            }
        }
        if peek() == quote { position += 1 }
    }

    private mutating func skipRawString() {
        position += 1
        var ending: [UInt8] = [UInt8(ascii: ")")]
        while position < bytes.count, peek() != UInt8(ascii: "("), ending.count <= 17 {
            ending.append(peek())
            position += 1
        }
        ending.append(UInt8(ascii: "\""))
        while position < bytes.count {
            if peek() == UInt8(ascii: ")"), bytes[position...].starts(with: ending) {
                position += ending.count
                return
            }
            if peek() == UInt8(ascii: "\n") { newLine() } else { position += 1 }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isIdentifierStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isIdentifierPart(_ byte: UInt8) -> Bool { isIdentifierStart(byte) || isDigit(byte) }
}
