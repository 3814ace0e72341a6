package import Foundation

extension CanonicalJSON {
    /// Reads any JSON text, canonical or not.
    ///
    /// Refused: two equal keys in one object, nesting deeper than 200, text that is not UTF-8. An integer beyond 64 bits
    /// becomes a `double`.
    package init(parsing bytes: Data) throws(CanonicalJSONError) {
        var parser = CanonicalJSONParser(bytes: Array(bytes))
        self = try parser.document()
    }
}

/// A recursive-descent reader with a bound on its depth, safe on any bytes.
private struct CanonicalJSONParser {
    /// The text.
    let bytes: [UInt8]
    /// The next byte to read.
    var position = 0
    /// How many arrays and objects are open.
    var depth = 0

    /// A reader at the start of `bytes`.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The one value of the text.
    mutating func document() throws(CanonicalJSONError) -> CanonicalJSON {
        let value = try self.value()
        skipSpace()
        guard position == bytes.count else { throw error("text after the value") }
        return value
    }

    /// The value at the current position.
    private mutating func value() throws(CanonicalJSONError) -> CanonicalJSON {
        skipSpace()
        guard let byte = peek else { throw error("a value is missing") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// An object, from its opening brace.
    private mutating func object() throws(CanonicalJSONError) -> CanonicalJSON {
        try enter()
        var members: [String: CanonicalJSON] = [:]
        skipSpace()
        if take("}") {
            depth -= 1
            return .object(members)
        }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("a key in quotes is missing") }
            let key = try string()
            skipSpace()
            guard take(":") else { throw error("':' is missing") }
            let value = try self.value()
            guard members.updateValue(value, forKey: key) == nil else { throw error("the key '\(key)' is there twice") }
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("'}' is missing") }
        depth -= 1
        return .object(members)
    }

    /// An array, from its opening bracket.
    private mutating func array() throws(CanonicalJSONError) -> CanonicalJSON {
        try enter()
        var elements: [CanonicalJSON] = []
        skipSpace()
        if take("]") {
            depth -= 1
            return .array(elements)
        }
        repeat {
            elements.append(try value())
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("']' is missing") }
        depth -= 1
        return .array(elements)
    }

    /// A string, from its opening quote.
    private mutating func string() throws(CanonicalJSONError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("the string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw error("a control character inside a string")
            default: text.append(byte)
            }
        }
        throw error("the string does not end")
    }

    /// What follows a backslash.
    private mutating func escape(into text: inout [UInt8]) throws(CanonicalJSONError) {
        guard let byte = peek else { throw error("the string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code) {
                guard take("\\"), take("u") else { throw error("half a surrogate pair") }
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw error("an unknown escape")
        }
    }

    /// Four hexadecimal digits.
    private mutating func hexadecimal() throws(CanonicalJSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are missing")
            }
            position += 1
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// A number by JSON's grammar.
    private mutating func number() throws(CanonicalJSONError) -> CanonicalJSON {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        var isInteger = true
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw error("a number out of range") }
        return .double(value)
    }

    /// One or more decimal digits.
    private mutating func digits() throws(CanonicalJSONError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a value is missing") }
    }

    /// One of the three words.
    private mutating func word(_ word: String, _ value: CanonicalJSON) throws(CanonicalJSONError) -> CanonicalJSON {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is missing") }
        position += word.utf8.count
        return value
    }

    /// Opens an array or object.
    private mutating func enter() throws(CanonicalJSONError) {
        depth += 1
        position += 1
        guard depth <= 200 else { throw error("nested deeper than 200") }
    }

    /// Skips what JSON counts as white space.
    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    /// Takes `character` if it is next.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// The next byte; nil at the end.
    private var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// An error here.
    private func error(_ reason: String) -> CanonicalJSONError {
        CanonicalJSONError(offset: position, reason: reason)
    }
}
