extension MetalPass {
    /// Literals: `1.0` is a float in Metal, `1.0h` a half and `1.0bf` a bfloat.
    ///
    /// clang's own switch for single precision is lost on the way into a template's instantiation.
    mutating func rewriteLiterals() {
        for index in text.tokens.indices where text.tokens[index].kind == .number {
            let literal = text.text(index)
            let lowered = literal.lowercased()
            let isHexadecimal = lowered.hasPrefix("0x")
            let isFloating = lowered.contains { $0 == "." || $0 == (isHexadecimal ? "p" : "e") }
            if isHexadecimal, !isFloating { continue }
            if lowered.hasSuffix("bf") {
                replace(index..<(index + 1), with: "(bfloat(\(literal.dropLast(2))f))")
            } else if lowered.hasSuffix("h") {
                replace(index..<(index + 1), with: "\(literal.dropLast())f16")
            } else if isFloating, lowered.last?.isNumber == true || lowered.last == "." {
                insert("f", after: index)
            }
        }
    }
}
