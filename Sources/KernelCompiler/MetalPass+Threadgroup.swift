extension MetalPass {
    /// Turns threadgroup variables of functions into statics; pointers and parameters keep the qualifier alone.
    mutating func rewriteThreadgroupVariables() {
        var parentheses = 0
        var braces = 0
        for index in text.tokens.indices {
            switch text.text(index) {
            case "(": parentheses += 1
            case ")": parentheses -= 1
            case "threadgroup" where parentheses > 0, "device" where parentheses > 0, "constant" where parentheses > 0:
                rewriteArrayParameter(from: index)
            case "{": braces += 1
            case "}": braces -= 1
            case "threadgroup" where parentheses == 0 && braces > 0:
                if startsDeclaration(index), declaresVariable(from: index + 1) {
                    replace(index..<(index + 1), with: hasInitializer(from: index + 1) ? "__ks_shared0" : "__ks_shared")
                }
            default: break
            }
        }
    }

    /// A parameter `threadgroup T x[M][N]` is a pointer, `threadgroup T (*x)[N]`, which clang wants to be told.
    private mutating func rewriteArrayParameter(from start: Int) {
        var index = start + 1
        while text.isIdentifier(index) || text.text(index) == "::" || text.text(index) == "<" {
            if text.text(index) == "<" {
                guard let after = text.index(afterAngleAt: index) else { return }
                index = after
            } else {
                index += 1
            }
        }
        guard text.text(index) == "[", text.text(index + 1) != "[", text.isIdentifier(index - 1), index - 1 > start + 1,
            let after = text.index(afterBracketAt: index)
        else { return }
        let isNested = text.text(after) == "[" && text.text(after + 1) != "["
        insert(isNested ? "(*" : "*", before: index - 1)
        replace(index..<after, with: isNested ? ")" : "")
    }

    /// A statement starts here, as far as the token before tells.
    private func startsDeclaration(_ index: Int) -> Bool {
        let before = text.text(index - 1)
        return ["{", "}", ";", ":", ")", "]", "const", "static", "alignas", "volatile"].contains(before)
            || (index > 0 && text.tokens[index - 1].inDirective != text.tokens[index].inDirective)
            || (text.tokens[index].inDirective && text.isIdentifier(index - 1))
    }

    /// `threadgroup T x[N] = {0};`, which is accepted and starts uninitialised all the same.
    private func hasInitializer(from start: Int) -> Bool {
        var index = start
        while index < text.tokens.count, text.text(index) != ";" {
            if text.text(index) == "=" { return true }
            index = text.index(afterBracketAt: index) ?? index + 1
        }
        return false
    }

    /// Up to the first `=`, `[`, `;` or `,` outside brackets there is neither `*` nor `&`.
    private func declaresVariable(from start: Int) -> Bool {
        var index = start
        while index < text.tokens.count {
            switch text.text(index) {
            case "*", "&", "(", ")": return false
            case "[", ";", "=", ",", "{": return true
            case "<": index = text.index(afterAngleAt: index) ?? index + 1
            default: index += 1
            }
        }
        return false
    }
}
