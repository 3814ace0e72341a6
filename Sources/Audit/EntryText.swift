package import Blackboard
package import Foundation

/// Entries as a person reads them.
package enum EntryText {
    /// One line: number, number in the chain, kind, author, causes and the start of the payload.
    package static func line(_ entry: Entry, width: Int = 120) -> String {
        let payload = String(decoding: entry.payload.prefix(4 * width), as: UTF8.self)
        let text = [
            pad("\(entry.seq)", 6), pad(label(entry), 6), pad(entry.kind.rawValue, 13),
            pad(TerminalText.line(entry.author), 12), pad(causes(entry), 12), TerminalText.line(payload),
        ].joined(separator: " ")
        return text.count > width ? text.prefix(max(1, width - 1)) + "…" : text
    }

    /// Everything about one entry, with its bodies in full.
    package static func full(_ entry: Entry, bodies: [Fingerprint: Data]) -> String {
        var lines = [
            "entry    \(entry.seq) (\(entry.chain.rawValue) \(entry.chainSeq))", "kind     \(entry.kind.rawValue)",
            "author   \(TerminalText.line(entry.author))", "causes   \(causes(entry))", "hash     \(entry.hash)",
            "previous \(entry.previousHash)", "payload",
        ]
        if let value = try? entry.json() {
            append(value, name: nil, indent: 1, to: &lines)
        } else {
            lines.append("  " + TerminalText.line(String(decoding: entry.payload, as: UTF8.self)))
        }
        for (fingerprint, body) in bodies.sorted(by: { $0.key.hex < $1.key.hex }) {
            lines.append("body     \(fingerprint), \(body.count) bytes")
            let text = TerminalText.lines(String(decoding: body, as: UTF8.self))
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    /// `d7` or `o3`: the number in the chain.
    package static func label(_ entry: Entry) -> String {
        (entry.chain == .decision ? "d" : "o") + String(entry.chainSeq)
    }

    /// The decision entries it follows from.
    package static func causes(_ entry: Entry) -> String {
        entry.causes.isEmpty ? "-" : entry.causes.map { "d\($0)" }.joined(separator: ",")
    }

    /// `text` with spaces up to `width`.
    package static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Appends a value as indented lines, texts with their line ends.
    private static func append(_ value: CanonicalJSON, name: String?, indent: Int, to lines: inout [String]) {
        let prefix = String(repeating: "  ", count: indent) + (name.map { TerminalText.line($0) + ": " } ?? "")
        switch value {
        case .object(let members) where !members.isEmpty && value.bodyReference == nil:
            if name != nil { lines.append(prefix) }
            for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                append(member.value, name: member.key, indent: name == nil ? indent : indent + 1, to: &lines)
            }
        case .array(let elements) where elements.contains(where: { $0.objectValue != nil || $0.arrayValue != nil }):
            lines.append(prefix)
            for (position, element) in elements.enumerated() {
                append(element, name: "\(position)", indent: indent + 1, to: &lines)
            }
        case .string(let text) where text.contains("\n"):
            lines.append(prefix)
            let margin = String(repeating: "  ", count: indent + 1) + "| "
            let parts = TerminalText.lines(text).split(separator: "\n", omittingEmptySubsequences: false)
            lines += parts.map { margin + $0 }
        case .string(let text): lines.append(prefix + TerminalText.line(text))
        default: lines.append(prefix + TerminalText.json(value.text))
        }
    }
}
