extension MetalPass {
    /// Names the braces of an argument: `f({a, b, c})` becomes `f(::metal::ks_list(a, b, c))`.
    ///
    /// Clang converts no list in braces to a vector when it picks a function; the named list converts to a vector of its length
    /// or to whatever class the parameter has.
    mutating func rewriteLists() {
        for index in text.tokens.indices where text.text(index) == "{" && ["(", ","].contains(text.text(index - 1)) {
            guard isArgument(index), let after = text.index(afterBracketAt: index),
                [",", ")"].contains(text.text(after)),
                text.tokens[index].inDirective == text.tokens[after - 1].inDirective
            else { continue }
            let elements = split((index + 1)..<(after - 1))
            guard (2...4).contains(elements.count),
                !elements.contains(where: { text.text($0.lowerBound) == "{" || text.text($0.lowerBound) == "." }),
                !((index + 1)..<(after - 1)).contains(where: { text.text($0) == ";" })
            else { continue }
            replace(index..<(index + 1), with: "::metal::ks_list(")
            replace((after - 1)..<after, with: ")")
        }
    }

    /// The bracket around the brace at `index` is that of a call: `name(`, `name<…>(`.
    private func isArgument(_ index: Int) -> Bool {
        var depth = 0
        var cursor = index - 1
        while cursor > max(0, index - SourceText.reach) {
            switch text.text(cursor) {
            case ")", "]", "}": depth += 1
            case "(", "[", "{":
                if depth == 0 {
                    guard text.text(cursor) == "(" else { return false }
                    let before = text.text(cursor - 1)
                    let isKeyword = ["if", "for", "while", "switch", "return", "decltype", "sizeof"].contains(before)
                    return (text.isIdentifier(cursor - 1) && !isKeyword) || before == ">"
                }
                depth -= 1
            case ";" where depth == 0: return false
            default: break
            }
            cursor -= 1
        }
        return false
    }
}
