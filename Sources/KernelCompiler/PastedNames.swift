import Diagnostics

/// Refuses texts whose words `##` could join to a name that belongs to the machine.
///
/// `TextGuard` sees names as they are written; what the preprocessor makes of pieces it does not see. Whether two pieces
/// meet at all is not asked: no honest text holds the pieces of such a name.
struct PastedNames {
    /// All texts of a kernel: pieces of one may meet those of another.
    let texts: [SourceText]
    let dialect: Dialect

    /// An error at the first `##` of a text for each kind of name that its words could make.
    func findings() -> [Diagnostic] {
        let pasting = texts.lazy.compactMap { text in
            text.tokens.indices.first { isPasting($0, in: text) }.map { (text, $0) }
        }
        guard let (text, place) = pasting.first else { return [] }
        var words: Set<String> = []
        for token in texts.lazy.flatMap(\.tokens) where token.kind == .identifier || token.kind == .number {
            words.insert(token.text)
        }
        return TextGuard.machinePrefixes(dialect).filter { canMake($0, of: words) }.map { prefix in
            text.error(
                at: place,
                "'##' could make a name that starts with '\(prefix)' of this text's words; such names are reserved",
                hint: "give the words other names")
        }
    }

    /// Whether token `index` is `##`, which can be written in other ways.
    private func isPasting(_ index: Int, in text: SourceText) -> Bool {
        switch text.text(index) {
        case "##": true
        case "#", "%:": ["#", "%:"].contains(text.text(index + 1))
        default: false
        }
    }

    /// Whether pieces can be joined to a name that starts with `prefix`.
    private func canMake(_ prefix: String, of words: Set<String>) -> Bool {
        let letters = Array(prefix.utf8)
        var reached = [true] + Array(repeating: false, count: letters.count)
        for start in letters.indices where reached[start] {
            for word in words {
                let rest = letters[start...]
                if rest.starts(with: word.utf8) {
                    reached[start + word.utf8.count] = true
                } else if start > 0, word.utf8.starts(with: rest) {
                    return true
                }
            }
        }
        return reached[letters.count]
    }
}
