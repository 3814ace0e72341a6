extension IRScanner {
    /// Whether `byte` may stand in a keyword.
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Whether `byte` may stand in an unquoted name.
    static func isNameByte(_ byte: UInt8) -> Bool {
        isWordByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "$")
    }

    /// Whether `byte` is a decimal digit.
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// The value of a hexadecimal digit.
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether a decimal digit is next after space.
    mutating func peekDigit() -> Bool {
        skipSpace()
        return Self.isDigit(byte)
    }

    /// Reads decimal digits as an unsigned 64-bit number.
    mutating func unsigned() throws(IRParseError) -> UInt64 {
        guard peekDigit() else { throw expected("a number") }
        let start = position
        var value: UInt64 = 0
        while Self.isDigit(byte) {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { throw failure("a number does not fit into 64 bits", at: start) }
            value = sum
            position += 1
        }
        return value
    }

    /// Reads decimal digits as a count of at most `limit`.
    mutating func count(upTo limit: Int = 1 << 40) throws(IRParseError) -> Int {
        skipSpace()
        let start = position
        let value = try unsigned()
        guard value <= UInt64(limit) else { throw failure("the number \(value) is above \(limit)", at: start) }
        return Int(value)
    }

    /// Reads one to sixteen hexadecimal digits.
    mutating func hexadecimal() throws(IRParseError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        while let digit = Self.hexDigit(byte) {
            guard position - start < 16 else { throw failure("a number has over 16 hexadecimal digits", at: start) }
            value = value << 4 | UInt64(digit)
            position += 1
        }
        guard position > start else { throw expected("hexadecimal digits") }
        return value
    }

    /// Moves past `prefix` if the next bytes are it; tells whether they were.
    mutating func takeBytes(_ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard position + count <= end else { return false }
        for index in 0..<count where byte(at: position + index) != prefix.utf8Start[index] { return false }
        position += count
        return true
    }

    /// Reads a decimal number with fraction and exponent, rounded to double precision; nil if there is none.
    mutating func decimal() -> Double? {
        let start = position
        while true {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
            default: return Double(string(from: start))
            }
        }
    }
}
