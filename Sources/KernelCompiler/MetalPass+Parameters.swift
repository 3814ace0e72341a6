import Diagnostics

extension MetalPass {
    /// The parameters of a kernel, from the tokens between its parentheses.
    mutating func parseParameters(_ range: Range<Int>, kernel: String) -> [KernelDeclaration.Parameter] {
        var parameters = split(range).map { parseParameter($0, kernel: kernel) }
        if parameters.count == 1, range.count == 1, text.text(range.lowerBound) == "void" { parameters = [] }
        numberBuffers(&parameters)
        return parameters
    }

    /// Buffers without a number get the lowest free ones, in order.
    private func numberBuffers(_ parameters: inout [KernelDeclaration.Parameter]) {
        var used = Set<Int>()
        for parameter in parameters {
            if case .buffer(let index?, _, _, _, _) = parameter.kind { used.insert(index) }
        }
        var next = 0
        for place in parameters.indices {
            guard case .buffer(nil, let space, let isReference, let writable, let element) = parameters[place].kind
            else { continue }
            while used.contains(next) { next += 1 }
            used.insert(next)
            parameters[place].kind = .buffer(
                index: next, space: space, isReference: isReference, writable: writable, element: element)
        }
    }

    /// Token ranges between the commas of `range` that stand outside all brackets.
    func split(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            switch text.text(index) {
            case "(", "[", "{":
                index = text.index(afterBracketAt: index) ?? index + 1
                continue
            case "<":
                index = text.index(afterAngleAt: index) ?? index + 1
                continue
            case ",":
                parts.append(start..<index)
                start = index + 1
            default: break
            }
            index += 1
        }
        if start < range.upperBound || !parts.isEmpty { parts.append(start..<range.upperBound) }
        return parts.filter { !$0.isEmpty }
    }

    private mutating func parseParameter(_ range: Range<Int>, kernel: String) -> KernelDeclaration.Parameter {
        var plain: [Int] = []
        var attributes: [(name: String, index: Int)] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if text.text(index) == "[", let after = text.index(afterBracketAt: index) {
                if text.text(index + 1) == "[" {
                    attributes += split((index + 2)..<(after - 2)).map { (text.text($0.lowerBound), $0.lowerBound) }
                }
                index = after
                continue
            }
            plain.append(index)
            index += 1
        }
        let nameIndex = plain.last { text.isIdentifier($0) } ?? range.lowerBound
        let name = text.text(nameIndex)
        // Whether a buffer is there at all may hang on a function constant; without it nothing may touch the buffer.
        for attribute in attributes where attribute.name != "function_constant" {
            if let kind = kind(of: attribute, plain: plain, nameIndex: nameIndex) {
                return KernelDeclaration.Parameter(name: name, kind: kind)
            }
        }
        let words = plain.map { text.text($0) }
        if words.contains(where: { ["*", "&", "device", "constant", "threadgroup"].contains($0) }) {
            return KernelDeclaration.Parameter(name: name, kind: bufferKind(plain, nameIndex: nameIndex, index: nil))
        }
        if attributes.isEmpty {
            findings.append(
                text.error(
                    at: nameIndex,
                    "parameter '\(name)' of kernel '\(kernel)' has no attribute that says what it receives",
                    hint: "such as [[buffer(0)]] or [[thread_position_in_grid]]"))
        }
        return KernelDeclaration.Parameter(name: name, kind: .value)
    }

    private mutating func kind(
        of attribute: (name: String, index: Int), plain: [Int], nameIndex: Int
    ) -> KernelDeclaration.Parameter.Kind? {
        switch attribute.name {
        case "buffer":
            return bufferKind(plain, nameIndex: nameIndex, index: argument(of: attribute))
        case "threadgroup":
            return .threadgroupBuffer(index: argument(of: attribute) ?? 0)
        case "texture":
            return textureKind(of: attribute, plain: plain, nameIndex: nameIndex)
        case "sampler":
            findings.append(
                text.error(
                    at: attribute.index, "samplers as kernel parameters are not supported",
                    hint: "write 'constexpr sampler' with its options in the kernel"))
            return .value
        default:
            if let builtin = Builtin(rawValue: attribute.name) { return .builtin(builtin) }
            var hint: String?
            if let near = nearestName(to: attribute.name, among: Builtin.allCases.map(\.rawValue)) {
                hint = "did you mean '\(near)'?"
            }
            findings.append(
                text.error(
                    at: attribute.index, "attribute '\(attribute.name)' of a kernel parameter is not supported",
                    hint: hint))
            return .value
        }
    }

    /// The number in `name(n)`: a literal, or a name whose value the text or the definitions give.
    private mutating func argument(of attribute: (name: String, index: Int), upTo last: Int = 30) -> Int? {
        let index = attribute.index + 2
        if text.text(attribute.index + 1) == "(", text.text(index + 1) == ")" {
            if let value = integer(text.text(index)), (0...last).contains(value) { return value }
        }
        findings.append(
            text.error(
                at: attribute.index,
                "'\(attribute.name)' takes a number from 0 to \(last), as in [[\(attribute.name)(0)]]"))
        return nil
    }

    /// The value of an integer literal or of a macro or definition that is one.
    private func integer(_ word: String) -> Int? {
        if let literal = Int(word) { return literal }
        if let defined = definitions.last(where: { $0.name == word }) { return defined.value }
        for index in text.tokens.indices.dropLast(3) where text.tokens[index].startsDirective {
            if text.text(index + 1) == "define", text.text(index + 2) == word { return Int(text.text(index + 3)) }
        }
        return nil
    }

    /// A texture; other kinds than 2-D ones are refused by name.
    private mutating func textureKind(
        of attribute: (name: String, index: Int), plain: [Int], nameIndex: Int
    ) -> KernelDeclaration.Parameter.Kind {
        let index = argument(of: attribute, upTo: 127) ?? 0
        for place in plain where place != nameIndex {
            let word = text.text(place)
            let isOther = (word.hasPrefix("texture") || word.hasPrefix("depth")) && word != "texture2d"
            guard isOther || word == "array" || word == "*" || word == "&" else { continue }
            findings.append(
                text.error(
                    at: place,
                    isOther
                        ? "textures of type '\(word)' are not supported" : "arrays of textures are not supported",
                    hint: "a kernel may have parameters of type texture2d"))
            return .value
        }
        guard let type = plain.first(where: { text.text($0) == "texture2d" }), text.text(type + 1) == "<" else {
            return .texture(index: index, element: "")
        }
        return .texture(index: index, element: text.isIdentifier(type + 2) ? text.text(type + 2) : "")
    }

    private func bufferKind(_ plain: [Int], nameIndex: Int, index: Int?) -> KernelDeclaration.Parameter.Kind {
        let words = plain.map { text.text($0) }
        if words.contains("threadgroup") { return .threadgroupBuffer(index: index ?? 0) }
        let qualifiers: Set<String> = ["device", "constant", "const", "volatile", "coherent", "struct", "__restrict"]
        let marker = plain.firstIndex { text.text($0) == "*" || text.text($0) == "&" } ?? plain.count
        let element = plain[..<marker].filter { $0 != nameIndex && !qualifiers.contains(text.text($0)) }
        let pointee = plain[..<marker].map { text.text($0) }
        return .buffer(
            index: index, space: words.contains("constant") ? .constant : .device,
            isReference: words.contains("&"), writable: !pointee.contains("const") && !pointee.contains("constant"),
            element: element.map { text.text($0) }.joined())
    }
}
