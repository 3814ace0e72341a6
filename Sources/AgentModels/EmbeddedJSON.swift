import Foundation

/// Finds JSON objects inside prose.
enum EmbeddedJSON {
    /// How many opening braces are tried, from the end; with the length this bounds the work on hostile texts.
    private static let tries = 128
    /// The longest object that is read, in bytes.
    private static let longest = 32_768

    /// The last object in `text` that satisfies `isWanted`; nil when there is none.
    ///
    /// The last, because models think aloud first and answer at the end.
    static func lastObject(in text: String, where isWanted: (JSONValue) -> Bool) -> JSONValue? {
        let bytes = Array(text.utf8)
        var left = tries
        for start in bytes.indices.reversed() where bytes[start] == UInt8(ascii: "{") {
            guard left > 0 else { return nil }
            left -= 1
            guard let end = end(of: start, in: bytes), let value = JSONValue(text: Data(bytes[start...end])) else {
                continue
            }
            if isWanted(value) { return value }
        }
        return nil
    }

    /// The index of the brace that closes the one at `start`; nil when there is none within reach.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in start..<min(bytes.count, start + longest) {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if isString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isString = false }
            } else if byte == UInt8(ascii: "\"") {
                isString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
