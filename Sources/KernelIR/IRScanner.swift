/// A cursor over the bytes of IR text.
///
/// Invariant: `position` is at most `end`, where a NUL byte stands that no rule accepts; reading never runs out of bounds.
struct IRScanner: Sendable {
    /// The text followed by one NUL byte.
    private let bytes: [UInt8]
    /// Offset of the next byte to read.
    var position = 0

    /// A cursor at the start of `text`.
    init(_ text: String) {
        var bytes = Array(text.utf8)
        bytes.append(0)
        self.bytes = bytes
    }

    /// Offset just behind the last byte of the text.
    var end: Int { bytes.count - 1 }

    /// The next byte, NUL at the end.
    var byte: UInt8 { bytes[position] }

    /// The byte at `offset`, which must not be beyond `end`.
    func byte(at offset: Int) -> UInt8 { bytes[offset] }

    /// The text from `offset` up to the cursor.
    func string(from offset: Int) -> String { String(decoding: bytes[offset..<position], as: UTF8.self) }

    /// Whether the whole text has been read.
    var isAtEnd: Bool { position >= end }

    /// An error on the line of `offset`, by default the line of the cursor.
    func failure(_ message: String, at offset: Int? = nil) -> IRParseError {
        let newline = UInt8(ascii: "\n")
        let line = bytes[..<min(offset ?? position, end)].reduce(1) { $1 == newline ? $0 + 1 : $0 }
        return IRParseError(line: line, message: message)
    }

    /// The error for something other than `wanted` at the cursor.
    func expected(_ wanted: String) -> IRParseError {
        failure("expected \(wanted), found \(excerpt)")
    }

    /// The next few bytes in quotes, for messages.
    private var excerpt: String {
        guard !isAtEnd else { return "the end of the text" }
        let stop = min(end, position + 24)
        var bytes = bytes[position..<stop].prefix { $0 != UInt8(ascii: "\n") }
        if bytes.isEmpty { return "the end of the line" }
        if bytes.count > 1, let space = bytes.dropFirst().firstIndex(of: UInt8(ascii: " ")) { bytes = bytes[..<space] }
        return "'\(String(decoding: bytes, as: UTF8.self))'"
    }

    /// Moves past spaces, line ends and comments.
    mutating func skipSpace() {
        while true {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: ";"): skipLine()
            default: return
            }
        }
    }

    /// Moves past spaces, but not past the end of the line.
    mutating func skipInlineSpace() {
        while bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") { position += 1 }
    }

    /// Moves behind the next line end.
    mutating func skipLine() {
        while position < end {
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\n") { return }
        }
    }

    /// Moves past `scalar` if it is next after space; tells whether it was.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard bytes[position] == UInt8(truncatingIfNeeded: scalar.value) else { return false }
        position += 1
        return true
    }

    /// Whether `scalar` is next after space.
    mutating func peek(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        return bytes[position] == UInt8(truncatingIfNeeded: scalar.value)
    }

    /// Moves past `scalar`, which must be next after space.
    mutating func expect(_ scalar: Unicode.Scalar) throws(IRParseError) {
        guard take(scalar) else { throw expected("'\(Character(scalar))'") }
    }

    /// Moves past a `,` that metadata attachments (`, !dbg !4`) do not follow; tells whether there was one.
    mutating func takeListComma() -> Bool {
        let start = position
        guard take(",") else { return false }
        if !peek("!") { return true }
        position = start
        return false
    }

    /// Moves past the keyword `word` if it is next after space and ends there; tells whether it was.
    mutating func takeWord(_ word: StaticString) -> Bool {
        skipSpace()
        let count = word.utf8CodeUnitCount
        guard position + count <= end else { return false }
        let start = word.utf8Start
        for index in 0..<count where bytes[position + index] != start[index] { return false }
        guard !Self.isWordByte(bytes[position + count]) else { return false }
        position += count
        return true
    }

    /// Moves past the keyword `word`, which must be next after space.
    mutating func expectWord(_ word: StaticString) throws(IRParseError) {
        guard takeWord(word) else { throw expected("'\(word)'") }
    }

    /// Reads a keyword (letters, digits, `_`, `.`), empty if none is next after space.
    mutating func word() -> String {
        skipSpace()
        let start = position
        guard !Self.isDigit(bytes[position]) else { return "" }
        while Self.isWordByte(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a name as it stands behind `%`, `@`, `$` or at a label: quoted, or of name bytes. Nil if none is next.
    mutating func name() throws(IRParseError) -> String? {
        if bytes[position] == UInt8(ascii: "\"") { return String(decoding: try quotedBytes(), as: UTF8.self) }
        let start = position
        while Self.isNameByte(bytes[position]) { position += 1 }
        return position == start ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads `"…"`, with `\XX` and `\\` escapes decoded.
    mutating func quotedBytes() throws(IRParseError) -> [UInt8] {
        try expect("\"")
        let start = position
        var decoded: [UInt8] = []
        while true {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return decoded
            case UInt8(ascii: "\\"):
                if bytes[position + 1] == UInt8(ascii: "\\") {
                    decoded.append(byte)
                    position += 2
                } else if position + 2 < end, let high = Self.hexDigit(bytes[position + 1]),
                    let low = Self.hexDigit(bytes[position + 2])
                {
                    decoded.append(high << 4 | low)
                    position += 3
                } else {
                    throw failure("'\\' in a string is not followed by two hexadecimal digits")
                }
            default:
                guard position < end else { throw failure("a string is not closed", at: start) }
                decoded.append(byte)
                position += 1
            }
        }
    }

    /// Moves past one bracketed group, nested groups and strings included; the cursor stands on its opening bracket.
    mutating func skipGroup() throws(IRParseError) {
        let start = position
        var depth = 0
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                position += 1
            case UInt8(ascii: "\""): _ = try quotedBytes()
            default: position += 1
            }
            if depth == 0 { return }
        }
        throw failure("a bracket is not closed", at: start)
    }
}
