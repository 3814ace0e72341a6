extension MetalPass {
    /// Blanks out Metal's attributes and gives function constants their values.
    mutating func rewriteAttributes() {
        var index = 0
        while index + 1 < text.tokens.count {
            guard text.text(index) == "[", text.text(index + 1) == "[", let after = text.index(afterBracketAt: index)
            else {
                rewriteDefinedTest(at: index)
                index += 1
                continue
            }
            defer { index = after }
            let name = text.text(index + 2)
            guard
                !["maybe_unused", "nodiscard", "fallthrough", "clang", "gnu", "likely", "unlikely", "noreturn"]
                    .contains(name)
            else { continue }
            blank(index..<after)
            keepHostName(in: index..<after)
            if name == "function_constant", text.text(after) == ";" { giveValue(before: after, attribute: index) }
        }
    }

    /// `[[host_name("n")]]` of an instantiation becomes an annotation; the name may come from a macro.
    private mutating func keepHostName(in attribute: Range<Int>) {
        for index in attribute where text.text(index) == "host_name" && text.text(index + 1) == "(" {
            guard let after = text.index(afterBracketAt: index + 1), after - 1 > index + 2 else { continue }
            let name = text.source(of: (index + 2)..<(after - 1)).split(separator: "\n").joined(separator: " ")
            insert("__attribute__((used, annotate(\"ks.host:\" \(name)))) ", before: attribute.lowerBound)
        }
    }

    /// `constant T x [[function_constant(n)]];` takes its value from the definitions; 0 without one.
    private mutating func giveValue(before end: Int, attribute: Int) {
        let name = text.text(attribute - 1)
        let value = definitions.last { $0.name == name }?.value
        functionConstants.insert(name)
        insert(" = \(value ?? 0)", before: end)
    }

    /// `is_function_constant_defined(x)` becomes the answer.
    private mutating func rewriteDefinedTest(at index: Int) {
        guard text.text(index) == "is_function_constant_defined", text.text(index + 1) == "(",
            text.text(index + 3) == ")"
        else { return }
        let isDefined = definitions.contains { $0.name == text.text(index + 2) }
        replace(index..<(index + 4), with: isDefined ? "true" : "false")
    }
}
