/// A JSON value whose objects keep the order of their keys, for schemas and for text that is hashed.
package indirect enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A finite number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object; keys are unique and keep their order.
    case object([Member])

    /// One key of an object with its value.
    package struct Member: Hashable, Sendable {
        /// The key.
        package var key: String
        /// The value.
        package var value: JSONValue

        /// A key with its value.
        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value of `key` in an object; nil when there is none or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text on indented lines, two spaces a level, without a line end at the end.
    package var prettyPrinted: String {
        var text = ""
        write(to: &text, indentation: 0, pretty: true)
        return text
    }

    /// The text on one line without spaces: the form that is hashed.
    package var compact: String {
        var text = ""
        write(to: &text, indentation: 0, pretty: false)
        return text
    }

    /// Appends the text of the value to `text`.
    private func write(to text: inout String, indentation: Int, pretty: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        // JSON has no infinities; numbers read from YAML are finite already.
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.write(quoted: value, to: &text)
        case .array(let values):
            Self.write("[", values, "]", to: &text, indentation: indentation, pretty: pretty) { value, text in
                value.write(to: &text, indentation: indentation + 2, pretty: pretty)
            }
        case .object(let members):
            Self.write("{", members, "}", to: &text, indentation: indentation, pretty: pretty) { member, text in
                Self.write(quoted: member.key, to: &text)
                text += pretty ? ": " : ":"
                member.value.write(to: &text, indentation: indentation + 2, pretty: pretty)
            }
        }
    }

    /// Appends a bracketed list of elements.
    private static func write<Element>(
        _ open: String, _ elements: [Element], _ close: String, to text: inout String, indentation: Int, pretty: Bool,
        element: (Element, inout String) -> Void
    ) {
        text += open
        for (index, value) in elements.enumerated() {
            if index > 0 { text += "," }
            if pretty { text += "\n" + String(repeating: " ", count: indentation + 2) }
            element(value, &text)
        }
        if pretty, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
        text += close
    }

    /// Appends a JSON string literal.
    private static func write(quoted value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
