/// The pass over an oracle: each `extern "C"` function with a body is an entry.
enum OraclePass {
    static func run(text: SourceText, definitions: [(name: String, value: Int)]) -> PreparedText {
        var declarations: [KernelDeclaration] = []
        for index in text.tokens.indices where text.text(index) == "extern" && text.text(index + 1) == "\"C\"" {
            guard
                let open = ((index + 2)..<text.tokens.count).first(where: { ["(", ";", "{"].contains(text.text($0)) }),
                text.text(open) == "(", let after = text.index(afterBracketAt: open), text.text(after) == "{"
            else { continue }
            let parts = MetalPass(text: text, definitions: []).split((open + 1)..<(after - 1))
            declarations.append(
                KernelDeclaration(
                    name: text.text(open - 1), line: text.tokens[open - 1].line, isTemplate: false,
                    parameters: parts.enumerated().map { parameter($0.element, place: $0.offset, in: text) }))
        }
        return PreparedText(
            text: EditedText(text.bytes, edits: []), declarations: declarations, macros: definitions
        )
    }

    private static func parameter(
        _ range: Range<Int>, place: Int, in text: SourceText
    ) -> KernelDeclaration.Parameter {
        let words = range.map { text.text($0) }
        let name = range.last { text.isIdentifier($0) }.map { text.text($0) } ?? "argument\(place)"
        guard words.contains("*") else { return KernelDeclaration.Parameter(name: name, kind: .value) }
        let pointee = words.prefix { $0 != "*" }
        return KernelDeclaration.Parameter(
            name: name,
            kind: .buffer(
                index: place, space: .device, isReference: false, writable: !pointee.contains("const"),
                element: pointee.filter { $0 != "const" }.joined(separator: " ")))
    }
}
