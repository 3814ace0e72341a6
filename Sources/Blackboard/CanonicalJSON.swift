/// A JSON value that has exactly one text.
///
/// Object keys are sorted by their UTF-8 bytes, there is no white space, text is UTF-8 with only `"`, `\` and control
/// characters escaped, and numbers are the shortest text that reads back as the same number.
package enum CanonicalJSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without point or exponent.
    case int(Int)
    /// A number with point or exponent. JSON has no NaN or infinity: those are written as the strings `"nan"`, `"inf"`
    /// and `"-inf"`.
    case double(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([CanonicalJSON])
    /// Values by name.
    case object([String: CanonicalJSON])

    /// The value under `key`; nil when there is none or this is no object.
    package subscript(_ key: String) -> CanonicalJSON? {
        objectValue?[key]
    }

    /// The text, if it is text.
    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The integer, if it is one.
    package var intValue: Int? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The number, whichever way it is written, including the strings that stand for NaN and infinity.
    package var doubleValue: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        case .string("nan"): .nan
        case .string("inf"): .infinity
        case .string("-inf"): -.infinity
        default: nil
        }
    }

    /// The truth value, if it is one.
    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if it is an array.
    package var arrayValue: [CanonicalJSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if it is an object.
    package var objectValue: [String: CanonicalJSON]? {
        if case .object(let value) = self { value } else { nil }
    }
}
