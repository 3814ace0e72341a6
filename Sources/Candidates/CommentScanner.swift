/// Splits C-family text into code, literals and comments; unterminated ones end with the text.
struct CommentScanner {
    /// A run of text of one kind, delimiters included.
    enum Piece: Equatable {
        case code([UInt8])
        case literal([UInt8])
        /// From `//` to the line's end, the line feed not included.
        case lineComment([UInt8])
        /// From `/*` to `*/`.
        case blockComment([UInt8])
    }

    /// The text.
    private let bytes: [UInt8]
    /// Index of the next byte.
    private(set) var position = 0

    /// A scanner at the start of `bytes`.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next piece, nil at the end; every call consumes at least one byte.
    mutating func next() -> Piece? {
        guard position < bytes.count else { return nil }
        let start = position
        switch (bytes[start], byte(at: start + 1)) {
        case (UInt8(ascii: "/"), UInt8(ascii: "/")):
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            return .lineComment(Array(bytes[start..<position]))
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
            position += 2
            while position < bytes.count,
                !(bytes[position] == UInt8(ascii: "*") && byte(at: position + 1) == UInt8(ascii: "/"))
            {
                position += 1
            }
            position = min(position + 2, bytes.count)
            return .blockComment(Array(bytes[start..<position]))
        case (UInt8(ascii: "\""), _), (UInt8(ascii: "'"), _):
            skipLiteral(quote: bytes[start])
            return .literal(Array(bytes[start..<position]))
        default:
            while position < bytes.count, !startsSomething(at: position) { position += 1 }
            if position == start { position += 1 }
            return .code(Array(bytes[start..<position]))
        }
    }

    /// Moves past a literal; one left open ends at the line's end.
    private mutating func skipLiteral(quote: UInt8) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n") { return }
            position = min(position + (byte == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
            if byte == quote { return }
        }
    }

    /// Whether a comment or literal begins at `index`.
    private func startsSomething(at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return true
        case UInt8(ascii: "/"):
            let next = byte(at: index + 1)
            return next == UInt8(ascii: "/") || next == UInt8(ascii: "*")
        default: return false
        }
    }

    /// The byte at `index`, 0 past the end.
    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
}
