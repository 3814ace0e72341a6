/// Lines of the form `Label: text`, as models write them with and without list signs and emphasis.
struct LabelledLines {
    /// The first text of each label, labels in lower case.
    private var texts: [String: String] = [:]

    /// The labelled lines of `text`; lines without a label continue the one before, up to a blank line.
    init(_ text: String) {
        var current: String?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let bare = Self.trimmed(line)
            if bare.isEmpty {
                current = nil
            } else if let (label, rest) = Self.label(of: bare) {
                current = texts[label] == nil ? label : nil
                if let current { texts[current] = rest }
            } else if let current {
                texts[current, default: ""] += " " + bare
            }
        }
    }

    /// The text under `label`, given in lower case; nil when no line has it.
    subscript(label: String) -> String? { texts[label] }

    /// The label and text of a line; nil when it does not begin with a short phrase and a colon.
    private static func label(of line: Substring) -> (String, String)? {
        guard let colon = line.prefix(40).firstIndex(of: ":") else { return nil }
        let label = trimmed(line[..<colon])
        guard !label.isEmpty, label.allSatisfy({ $0.isLetter || $0 == " " }) else { return nil }
        return (label.lowercased(), String(trimmed(line[line.index(after: colon)...])))
    }

    /// `text` without blanks, list signs, quotes and emphasis around it.
    private static func trimmed(_ text: Substring) -> Substring {
        let isOrnament: (Character) -> Bool = { $0.isWhitespace || "*_#>-".contains($0) }
        var text = text.drop(while: isOrnament)
        while let last = text.last, last.isWhitespace || last == "*" || last == "_" { text.removeLast() }
        return text
    }
}
