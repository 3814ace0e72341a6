import Diagnostics

extension MetalPass {
    /// Types that are keywords in Metal and mere names for clang.
    private static let ownTypes = builtinVectors.union(["half", "bfloat", "uint", "ushort", "uchar", "ulong"])

    /// Finds what Apple's compiler refuses and clang would take.
    mutating func lint() {
        for index in text.tokens.indices where !text.tokens[index].startsDirective {
            switch text.text(index) {
            case "double":
                findings.append(text.error(at: index, "'double' is not supported in Metal"))
            case "asm", "__asm__", "__asm":
                findings.append(text.error(at: index, "inline assembly is not supported in Metal"))
            case "[" where isLambda(index):
                findings.append(text.error(at: index, "lambda expressions are not supported in Metal"))
            case "new", "delete", "throw", "try", "catch", "goto", "dynamic_cast", "typeid", "thread_local", "virtual":
                if text.tokens[index].kind == .identifier, !text.tokens[index].inDirective {
                    findings.append(text.error(at: index, "'\(text.text(index))' is not supported in Metal"))
                }
            case let word where Self.ownTypes.contains(word):
                let before = text.text(index - 1)
                guard !text.tokens[index].inDirective,
                    Self.scalars.contains(before) || Self.builtinVectors.contains(before)
                else { continue }
                findings.append(text.error(at: index, "'\(word)' is a type and cannot be a name"))
            default: break
            }
        }
        lintProgramScope()
    }

    /// `[…]` where an expression may start, and no attribute.
    private func isLambda(_ index: Int) -> Bool {
        let openers: Set<String> = ["=", "(", ",", "{", ";", "return", "&&", "||", "?", ":", "!", "}"]
        guard openers.contains(text.text(index - 1)), text.text(index + 1) != "[",
            let after = text.index(afterBracketAt: index)
        else { return false }
        return text.text(after) == "(" || text.text(after) == "{"
    }

    /// Variables at program scope must be `constant`.
    private mutating func lintProgramScope() {
        var index = 0
        while index < text.tokens.count {
            if text.tokens[index].inDirective {
                index += 1
                continue
            }
            index = lintDeclaration(at: index)
        }
    }

    /// Looks at the declaration at `start`, which stands at namespace scope, and returns the index after it.
    private mutating func lintDeclaration(at start: Int) -> Int {
        var index = start
        if text.text(index) == "template", text.text(index + 1) == "<" {
            index = text.index(afterAngleAt: index + 1) ?? index + 2
        }
        let first = index
        if ["namespace", "extern"].contains(text.text(first)) {
            // The inside of a namespace is program scope as well.
            while index < text.tokens.count, text.text(index) != "{", text.text(index) != ";" { index += 1 }
            return index + 1
        }
        if text.text(first) == "}" || text.text(first) == ";" { return first + 1 }
        let isVariable = ![
            "using", "typedef", "struct", "class", "enum", "union", "static_assert", "template", "friend",
        ]
        .contains(text.text(first))
        var sawParenthesis = false
        var name: Int?
        while index < text.tokens.count {
            if text.tokens[index].inDirective {
                index += 1
                continue
            }
            switch text.text(index) {
            case "(":
                sawParenthesis = true
                index = text.index(afterBracketAt: index) ?? text.tokens.count
                continue
            case "[":
                index = text.index(afterBracketAt: index) ?? text.tokens.count
                continue
            case "<":
                index = text.index(afterAngleAt: index) ?? index + 1
                continue
            case "operator":
                sawParenthesis = true
            case "=" where !sawParenthesis && isVariable:
                report(first: first, name: name, end: index)
                return indexAfterStatement(from: index)
            case "{":
                let after = text.index(afterBracketAt: index) ?? text.tokens.count
                if sawParenthesis || !isVariable {
                    // A function's or a type's body; a type's may be followed by declarators.
                    return isVariable ? after : indexAfterStatement(from: after)
                }
                report(first: first, name: name, end: index)
                return indexAfterStatement(from: after)
            case ";":
                if !sawParenthesis, isVariable, name != nil, index - first >= 2 {
                    report(first: first, name: name, end: index)
                }
                return index + 1
            default:
                if text.isIdentifier(index) { name = index }
            }
            index += 1
        }
        return index
    }

    private func indexAfterStatement(from start: Int) -> Int {
        var index = start
        while index < text.tokens.count, text.text(index) != ";" {
            index = text.index(afterBracketAt: index) ?? index + 1
        }
        return index + 1
    }

    private mutating func report(first: Int, name: Int?, end: Int) {
        let words = (first..<end).map { text.text($0) }
        let isExempt = words.contains { $0 == "constant" || $0 == "sampler" || macroNames.contains($0) }
        guard !isExempt, let name else { return }
        // A bare macro call or an empty declaration declares nothing.
        guard words.filter({ text.isIdentifier(first + (words.firstIndex(of: $0) ?? 0)) }).count >= 2 else { return }
        findings.append(
            text.error(
                at: name, "program scope variable must reside in constant address space",
                hint: "write 'constant' before its type"))
    }
}
