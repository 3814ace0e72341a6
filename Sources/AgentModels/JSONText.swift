import Foundation

/// Writing of single JSON values, where they stand in other formats.
enum JSONText {
    /// `text` as a JSON string, which YAML reads alike.
    static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // Strings always encode; the fallback only satisfies the signature.
        guard let data = try? encoder.encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
