extension MetalPass {
    /// Names of scalar types.
    static let scalars: Set<String> = [
        "float", "half", "bfloat", "int", "uint", "short", "ushort", "char", "uchar", "long", "ulong", "size_t", "bool",
    ]

    /// Adds the text's own names of vectors, and template type parameters, which may stand for one.
    ///
    /// `half` and `bfloat` go with them: Metal converts one to the other when told to, and clang does not.
    mutating func collectVectorNames() {
        vectorNames.formUnion(["half", "bfloat"])
        for index in text.tokens.indices {
            switch text.text(index) {
            case "typename", "class":
                guard ["<", ","].contains(text.text(index - 1)), text.isIdentifier(index + 1),
                    [",", ">", "="].contains(text.text(index + 2))
                else { continue }
                vectorNames.insert(text.text(index + 1))
            case "using" where text.text(index + 2) == "=":
                if isVectorType(index + 3, endingWith: 0) { vectorNames.insert(text.text(index + 1)) }
            case "typedef":
                if let name = aliasName(ofTypedefAt: index) { vectorNames.insert(name) }
            default: continue
            }
        }
    }

    /// The index after the vector type that starts at `index`; nil if none does.
    func index(afterVectorAt index: Int) -> Int? {
        var cursor = index
        if text.text(cursor) == "metal", text.text(cursor + 1) == "::" { cursor += 2 }
        if text.text(cursor) == "vec", text.text(cursor + 1) == "<" { return text.index(afterAngleAt: cursor + 1) }
        return vectorNames.contains(text.text(cursor)) ? cursor + 1 : nil
    }

    private func isVectorType(_ index: Int, endingWith extra: Int) -> Bool {
        guard let after = self.index(afterVectorAt: index) else { return false }
        return text.text(after + extra) == ";"
    }

    private func aliasName(ofTypedefAt index: Int) -> String? {
        guard let after = self.index(afterVectorAt: index + 1), text.isIdentifier(after), text.text(after + 1) == ";"
        else { return nil }
        return text.text(after)
    }

    /// Rewrites constructors, casts and `static_cast`s to vectors.
    mutating func rewriteVectors() {
        for index in text.tokens.indices where !consumed.contains(index) {
            rewriteBooleanVector(at: index)
            rewriteAlias(at: index)
            if text.text(index) == "(" {
                rewriteCast(at: index)
            } else if text.text(index) == "static_cast", text.text(index + 1) == "<",
                let after = self.index(afterVectorAt: index + 2), text.text(after) == ">", text.text(after + 1) == "("
            {
                replace(index..<(index + 1), with: "::metal::ks_make")
                consumed.insert(index + 2)
            } else if let after = self.index(afterVectorAt: index), text.text(after) == "(" {
                rewriteConstructor(index..<after)
            } else if let after = self.index(afterVectorAt: index), text.isIdentifier(after),
                text.text(after + 1) == "("
            {
                rewriteInitializer(type: index..<after, name: after)
            }
        }
    }

    /// `vec<bool, N>` is the class that stands for it.
    private mutating func rewriteBooleanVector(at index: Int) {
        guard text.text(index) == "vec", text.text(index + 1) == "<", text.text(index + 2) == "bool",
            text.text(index + 3) == ","
        else { return }
        replace(index..<(index + 1), with: "::metal::boolean")
        replace((index + 2)..<(index + 4), with: "")
    }

    /// `typedef vec<T, N> V;` and `using V = vec<T, N>;` in a template: clang's own vector of `bool` cannot be written.
    private mutating func rewriteAlias(at index: Int) {
        var cursor: Int
        switch text.text(index) {
        case "typedef": cursor = index + 1
        case "using" where text.text(index + 2) == "=" && text.text(index - 1) != ">": cursor = index + 3
        default: return
        }
        if text.text(cursor) == "typename" || text.text(cursor) == "const" { cursor += 1 }
        let isQualified = text.text(cursor) == "metal" && text.text(cursor + 1) == "::"
        if isQualified { cursor += 2 }
        guard text.text(cursor) == "vec", text.text(cursor + 1) == "<", text.isIdentifier(cursor + 2),
            !Self.scalars.contains(text.text(cursor + 2))
        else { return }
        replace(cursor..<(cursor + 1), with: isQualified ? "ks_vector" : "::metal::ks_vector")
    }

    private mutating func rewriteConstructor(_ type: Range<Int>) {
        let before = text.text(type.lowerBound - 1)
        if ["operator", ".", "->", "typename", "class", "struct", "::", "using"].contains(before) { return }
        // A declarator: `float4 (*f)(…)`, or a function type's result.
        if text.text(type.upperBound + 1) == "*", text.text(type.upperBound + 3) == ")",
            text.text(type.upperBound + 4) == "("
        {
            return
        }
        // Or a reference or pointer to an array: `thread T (&x)[N]`.
        let isArray =
            text.isIdentifier(type.upperBound + 2) && text.text(type.upperBound + 3) == ")"
            && text.text(type.upperBound + 4) == "["
        if isArray, text.text(type.upperBound + 1) == "&" { return }
        if isArray, text.text(type.upperBound + 1) == "*",
            ["thread", "device", "threadgroup", "constant", "const", "volatile"].contains(before)
        {
            return
        }
        let maker = isComparison(type.upperBound) ? "ks_truth" : "ks_make"
        insert("::metal::\(maker)<", before: type.lowerBound)
        insert(">", after: type.upperBound - 1)
        for index in type { consumed.insert(index) }
    }

    /// `float4 x(a, b, c, d);`, a variable, not a function.
    private mutating func rewriteInitializer(type: Range<Int>, name: Int) {
        guard let after = text.index(afterBracketAt: name + 1), after > name + 3,
            [";", ","].contains(text.text(after)),
            text.text(type.lowerBound - 1) != "typename"
        else { return }
        let first = name + 2
        let qualifiers: Set<String> = [
            "const", "device", "thread", "threadgroup", "constant", "struct", "void", "volatile",
        ]
        let isType = qualifiers.contains(text.text(first)) || Self.scalars.contains(text.text(first))
        let isDeclared = isType || vectorNames.contains(text.text(first))
        if isDeclared, text.text(first + 1) != "(" { return }
        // `T f(U x)` with a type that the pass does not know.
        if text.isIdentifier(first), text.isIdentifier(first + 1) { return }
        insert(" = ::metal::ks_make<\(text.source(of: type))>", before: name + 1)
    }

    /// The parentheses at `open` hold one argument, a comparison.
    private func isComparison(_ open: Int) -> Bool {
        guard let after = text.index(afterBracketAt: open) else { return false }
        var found = false
        var index = open + 1
        while index < after - 1 {
            switch text.text(index) {
            case "(", "[", "{":
                index = text.index(afterBracketAt: index) ?? index + 1
                continue
            case ",", "?": return false
            case "<":
                // Template arguments end at once before a call or a scope.
                if let end = text.index(afterAngleAt: index), ["(", "::", "{"].contains(text.text(end)), end < after {
                    index = end
                    continue
                }
                if text.text(index + 1) == "<" {
                    index += 2
                    continue
                }
                found = true
            case ">":
                if text.text(index + 1) == ">" {
                    index += 2
                    continue
                }
                found = true
            case "<=", ">=", "==", "!=", "!", "&&", "||": found = true
            default: break
            }
            index += 1
        }
        return found
    }

    /// `(float4)x`: the operand goes into a conversion.
    private mutating func rewriteCast(at open: Int) {
        guard let after = self.index(afterVectorAt: open + 1), text.text(after) == ")" else { return }
        let before = text.text(open - 1)
        let isOperand = text.isIdentifier(open - 1) && !["return", "case", "else", "do"].contains(before)
        if isOperand || [")", "]", ">"].contains(before) { return }
        guard let end = index(afterOperandAt: after + 1) else { return }
        let type = text.source(of: (open + 1)..<after)
        replace(open..<(after + 1), with: "::metal::ks_make<\(type)>(")
        insert(")", after: end - 1)
        for index in open...after { consumed.insert(index) }
    }

    /// The index after the operand of a cast that starts at `index`; nil if there is none.
    private func index(afterOperandAt start: Int) -> Int? {
        var index = start
        while ["+", "-", "!", "~", "*", "&", "++", "--"].contains(text.text(index)) { index += 1 }
        guard index < text.tokens.count else { return nil }
        if text.text(index) == "(" {
            guard let after = text.index(afterBracketAt: index) else { return nil }
            let isCast =
                text.isIdentifier(after) || text.tokens.indices.contains(after) && text.tokens[after].kind == .number
            if isCast || text.text(after) == "(" && isTypeOnly((index + 1)..<(after - 1)) {
                return self.index(afterOperandAt: after)
            }
            index = after
        } else {
            guard text.isIdentifier(index) || text.tokens[index].kind == .number || text.text(index) == "::" else {
                return nil
            }
            index += 1
        }
        while index < text.tokens.count {
            switch text.text(index) {
            case "(", "[", "{":
                guard let after = text.index(afterBracketAt: index) else { return nil }
                index = after
            case "<":
                guard let after = text.index(afterAngleAt: index), ["(", "::"].contains(text.text(after)) else {
                    return index
                }
                index = after
            case ".", "->", "::":
                index += 2
            case "++", "--":
                index += 1
            default: return index
            }
        }
        return index
    }

    /// The tokens are one type name, so that parentheses around them are a cast.
    private func isTypeOnly(_ range: Range<Int>) -> Bool {
        guard let first = range.first else { return false }
        if index(afterVectorAt: first) == range.upperBound { return true }
        return range.count == 1 && Self.scalars.contains(text.text(first))
    }
}
