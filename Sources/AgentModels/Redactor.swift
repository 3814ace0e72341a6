import Foundation

/// Takes a key out of texts, and makes a stranger's text fit for a one-line message.
struct Redactor: Sendable {
    /// The key; empty when there is none.
    private let key: String

    /// A redactor for `key`; an empty key leaves texts alone.
    init(key: String) { self.key = key }

    /// `text` on one line, without control characters and the key, at most 400 characters.
    func message(_ text: String) -> String {
        // Cut first, generously, so that a huge text costs nothing; the key is taken out before the final cut, lest
        // the cut go through it.
        let head = String(text.prefix(20_000))
        let hidden = key.isEmpty ? head : head.replacingOccurrences(of: key, with: "[redacted]")
        let line = hidden.unicodeScalars.map { scalar -> Character in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        let short = String(line).prefix(400)
        return short.count < line.count ? short + "…" : String(short)
    }

    /// An answer's text without the key.
    ///
    /// A key shorter than 16 characters is left in: it is a word for a local server, not a secret, and taking it out
    /// would damage kernels.
    func answer(_ text: String) -> String {
        key.utf8.count >= 16 ? text.replacingOccurrences(of: key, with: "[redacted]") : text
    }
}
