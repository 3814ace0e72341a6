/// A scalar as written, resolved by the YAML 1.2 core schema.
///
/// `yes`, `no`, `on` and `off` are texts; only `true` and `false` are truth values.
package struct YAMLScalar: Hashable, Sendable {
    /// What a scalar means.
    package enum Value: Hashable, Sendable {
        /// `null`, `~` or nothing.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A whole number that fits 64 bits.
        case integer(Int)
        /// A number with a fraction, an exponent, `.inf` or `.nan`, or a whole number past 64 bits.
        case number(Double)
        /// Anything else.
        case text(String)
    }

    /// What the scalar means.
    package var value: Value
    /// The text after variables were replaced.
    package var text: String
    /// The text in the file, with `${…}` as written.
    package var raw: String
    /// Whether it was quoted or a block scalar: then it is a text, whatever it looks like.
    package var isQuoted: Bool

    /// Whether a variable in it could not be replaced: reported already, so no reader complains again.
    package var isBroken = false

    /// Whether a variable's value is part of the text.
    package var isInterpolated: Bool { text != raw }

    /// A scalar with `text`, resolved unless quoted.
    package init(text: String, raw: String, isQuoted: Bool) {
        self.text = text
        self.raw = raw
        self.isQuoted = isQuoted
        value = isQuoted ? .text(text) : Self.resolve(text)
    }

    /// The scalar as a message names it; long texts are cut.
    var summary: String {
        switch value {
        case .null: "nothing"
        case .bool(let value): value ? "true" : "false"
        case .integer: "the whole number \(text)"
        case .number: "the number \(text.prefix(40))"
        case .text(let text):
            if let line = text.split(whereSeparator: \.isNewline).first, text.count > 60 || line.count < text.count {
                "the text '\(line.prefix(60))…'"
            } else {
                "the text '\(text)'"
            }
        }
    }

    /// The meaning of a plain scalar by the core schema (YAML 1.2.2, section 10.3.2).
    private static func resolve(_ text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        default: break
        }
        if let value = wholeNumber(text) { return value }
        if isDecimalNumber(text), let number = Double(text) { return .number(number) }
        return .text(text)
    }

    /// A decimal, `0o` octal or `0x` hexadecimal whole number.
    private static func wholeNumber(_ text: String) -> Value? {
        let bytes = Array(text.utf8)
        if bytes.starts(with: Array("0o".utf8)) || bytes.starts(with: Array("0x".utf8)) {
            let radix = bytes[1] == UInt8(ascii: "o") ? 8 : 16
            let digits = text.dropFirst(2)
            guard digits.utf8.first.map({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) == true else {
                return nil
            }
            return Int(digits, radix: radix).map(Value.integer)
        }
        let digits =
            bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        if let value = Int(text) { return .integer(value) }
        return Double(text).map(Value.number)
    }

    /// Whether `text` is `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
    private static func isDecimalNumber(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        func skipDigits() -> Int {
            let digits = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(digits)
            return digits
        }
        func skip(_ characters: [UInt8]) -> Bool {
            guard let first = rest.first, characters.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        let signs = [UInt8(ascii: "-"), UInt8(ascii: "+")]
        _ = skip(signs)
        let whole = skipDigits()
        let fraction = skip([UInt8(ascii: ".")]) ? skipDigits() : 0
        guard whole + fraction > 0 else { return false }
        if skip([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
            _ = skip(signs)
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// Whether `byte` is an ASCII digit.
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
