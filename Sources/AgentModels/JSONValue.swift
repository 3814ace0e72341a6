import Foundation

/// Any JSON value, for reading what a server or a model sent without trusting its shape.
enum JSONValue: Hashable, Sendable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads whatever value comes.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The value of a JSON text; nil when it is not one.
    init?(text: Data) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: text) else { return nil }
        self = value
    }

    /// The member `key`; nil when this is no object, has no such member, or the member is null.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[key], value != .null else { return nil }
        return value
    }

    /// The first element; nil when this is no array or an empty one.
    var first: JSONValue? {
        guard case .array(let elements) = self else { return nil }
        return elements.first
    }

    /// The text; nil when this is no string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number; nil when this is no number.
    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The truth value; nil when this is none.
    var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// A whole number that is not negative; nil for anything else.
    var count: Int? {
        guard let number, number >= 0, let value = Int(exactly: number) else { return nil }
        return value
    }
}
