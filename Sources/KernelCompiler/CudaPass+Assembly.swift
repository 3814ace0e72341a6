import Diagnostics

extension CudaPass {
    /// Turns inline PTX into calls of the functions in `ks/ptx.h`; an instruction that has none is refused by name.
    mutating func rewriteAssembly() {
        for index in text.tokens.indices where ["asm", "__asm__", "__asm"].contains(text.text(index)) {
            guard !isRemoved(index) else { continue }
            var open = index + 1
            while ["volatile", "__volatile__", "inline"].contains(text.text(open)) { open += 1 }
            guard text.text(open) == "(", let after = text.index(afterBracketAt: open) else { continue }
            rewriteAssembly(at: index, parts: (open + 1)..<(after - 1), end: after)
        }
    }

    private mutating func rewriteAssembly(at index: Int, parts: Range<Int>, end: Int) {
        let sections = self.sections(parts)
        guard let first = sections.first, first.allSatisfy({ text.tokens[$0].kind == .string }) else {
            findings.append(text.error(at: index, "inline PTX is read from string literals only"))
            return
        }
        let template = first.map { Self.unquoted(text.text($0)) }.joined()
        let operands = sections.dropFirst().prefix(2).flatMap { splitTopLevel($0) }.map { operand -> String in
            guard let open = operand.first(where: { text.text($0) == "(" }),
                let after = text.index(afterBracketAt: open), after <= operand.upperBound
            else { return "" }
            return text.source(of: open..<after).split(separator: "\n").map {
                $0.hasSuffix("\\") ? String($0.dropLast()) : String($0)
            }.joined(separator: " ")
        }
        switch PtxText(template: template, operands: operands).translated() {
        case .success(let code): replace(index..<end, with: "do { \(code) } while (0)")
        case .failure(let unknown):
            findings.append(
                text.error(
                    at: index, "inline PTX instruction '\(unknown.instruction)' is not supported",
                    hint: "docs/dialects.md lists the instructions that are"))
        }
    }

    /// Token ranges between the colons of an `asm` statement.
    private func sections(_ range: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            switch text.text(index) {
            case "(", "[", "{":
                index = text.index(afterBracketAt: index) ?? range.upperBound
                continue
            case ":", "::":
                found.append(start..<index)
                if text.text(index) == "::" { found.append(index..<index) }
                start = index + 1
            default: break
            }
            index += 1
        }
        found.append(start..<max(start, range.upperBound))
        return found
    }

    /// The characters of a string literal.
    private static func unquoted(_ literal: String) -> String {
        guard literal.hasPrefix("\""), literal.count >= 2 else { return literal }
        var result = ""
        var isEscaped = false
        for character in literal.dropFirst().dropLast() {
            if isEscaped {
                result.append(character == "n" ? "\n" : character == "t" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
