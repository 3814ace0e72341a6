import Diagnostics

extension MetalPass {
    /// Finds `kernel` and `[[kernel]]`, records each declaration and turns it into a plain function.
    mutating func rewriteKernels() {
        for index in text.tokens.indices where text.text(index) == "kernel" && !text.tokens[index].inDirective {
            let isAttribute = enclosingAttribute(of: index) != nil
            if isAttribute || ["{", "}", ";", "]", ">", "", "static", "inline", "\"C\""].contains(text.text(index - 1))
                || text.tokens[index - 1].inDirective
            {
                rewriteKernel(at: index)
            }
        }
    }

    /// The tokens of the `[[…]]` around token `index`, if it is inside one.
    func enclosingAttribute(of index: Int) -> Range<Int>? {
        var start = index
        while start > 0, text.text(start) != "[", text.text(start) != ";", text.text(start) != "}" { start -= 1 }
        guard start > 0, text.text(start) == "[", text.text(start - 1) == "[",
            let end = text.index(afterBracketAt: start - 1), end > index
        else { return nil }
        return (start - 1)..<end
    }

    private mutating func rewriteKernel(at index: Int) {
        let start = declarationStart(of: index)
        if text.text(index + 1) == "[", text.text(index + 2) == "[" {
            findings.append(
                text.error(at: index + 1, "an attribute list cannot appear here", hint: "write it before 'kernel'"))
        }
        guard let header = header(after: index, from: start) else { return }
        let isTemplate = text.text(start) == "template"
        // An explicit instantiation: `rewriteAttributes` keeps its name.
        if isTemplate, text.text(start + 1) != "<" { return }
        guard let open = header.parameters?.lowerBound, let close = header.parameters?.upperBound else { return }
        lintAfterParameters(close)
        let body = skippingAttributes(from: close)
        // A declaration without body: the kernel word is a macro that vanishes.
        guard text.text(body) == "{" else { return }
        let name = text.text(header.name)
        let number = declarations.count
        let parameters = parseParameters((open + 1)..<(close - 1), kernel: name)
        let key = (maxThreads(in: start..<open) ?? maxThreads(in: close..<body)).map { expression -> String in
            insert(
                "__attribute__((used, annotate(\"ks.max:\(number)\"))) static const int __ks_max_\(number) = (\(expression)); ",
                before: start)
            return "ks.max:\(number)"
        }
        assumeFormats(parameters, of: name, body: body)
        if declarations.contains(where: { $0.name == name && !$0.isTemplate && !isTemplate }) {
            findings.append(text.error(at: header.name, "kernel '\(name)' is defined twice"))
        }
        declarations.append(
            KernelDeclaration(
                name: name, line: text.tokens[header.name].line, isTemplate: isTemplate, parameters: parameters,
                maxThreadsKey: key))
        insert(
            "__attribute__((used, annotate(\"ks.kernel:\(number)\"))) ", before: returnType(before: header.name))
    }

    /// Tells the optimiser which formats a kernel's textures have, so that it keeps one of the ways to read a texel.
    private mutating func assumeFormats(_ parameters: [KernelDeclaration.Parameter], of kernel: String, body: Int) {
        guard let formats = textureFormats[kernel] else { return }
        for parameter in parameters {
            guard case .texture = parameter.kind, let format = formats[parameter.name] else { continue }
            insert(" __builtin_assume(\(parameter.name).ks_descriptor.format == \(format));", after: body)
        }
    }

    /// The `void` in front of the name.
    private func returnType(before name: Int) -> Int {
        var index = name
        while index > 0, text.text(index) != "void" {
            if [";", "}", "{"].contains(text.text(index)) { return name }
            index -= 1
        }
        return text.text(index) == "void" ? index : name
    }

    /// The first token of the declaration that token `index` is part of.
    private func declarationStart(of index: Int) -> Int {
        var start = index
        while start > 0 {
            let previous = text.tokens[start - 1]
            if previous.inDirective || [";", "}", "{"].contains(previous.text) { break }
            start -= 1
        }
        return start
    }

    /// Name and parameter list of the function declared around token `index`.
    private func header(after index: Int, from start: Int) -> (name: Int, parameters: Range<Int>?)? {
        var cursor = max(index + 1, start)
        var name: Int?
        while cursor < text.tokens.count {
            switch text.text(cursor) {
            case "[":
                guard let after = text.index(afterBracketAt: cursor) else { return nil }
                cursor = after
                continue
            case "]": break
            case "<":
                guard let after = text.index(afterAngleAt: cursor) else { return nil }
                cursor = after
                continue
            case "(":
                guard let after = text.index(afterBracketAt: cursor) else { return nil }
                // `decltype(f<T>) f<T>;` and `__attribute__((…))` are not the parameter list.
                if let name,
                    !["decltype", "__attribute__", "host_name", "max_total_threads_per_threadgroup"]
                        .contains(text.text(name))
                {
                    return (name, cursor..<after)
                }
                cursor = after
                continue
            case ";":
                return name.map { ($0, nil) }
            case "{", "}":
                return nil
            default:
                if text.isIdentifier(cursor) { name = cursor }
            }
            cursor += 1
        }
        return nil
    }

    /// The index after any `[[…]]` and `__attribute__((…))` at `index`; the latter vanish.
    private mutating func skippingAttributes(from index: Int) -> Int {
        var cursor = index
        while true {
            let isOld = text.text(cursor) == "__attribute__" && text.text(cursor + 1) == "("
            let isNew = text.text(cursor) == "[" && text.text(cursor + 1) == "["
            guard isOld || isNew, let after = text.index(afterBracketAt: isOld ? cursor + 1 : cursor) else {
                return cursor
            }
            if isOld { blank(cursor..<after) }
            cursor = after
        }
    }

    /// Apple's compiler refuses attributes of the kernel behind its parameters.
    private mutating func lintAfterParameters(_ index: Int) {
        guard text.text(index) == "[", text.text(index + 1) == "[" else { return }
        let name = text.text(index + 2)
        findings.append(
            text.error(
                at: index + 2, "'\(name)' attribute cannot be applied to types",
                hint: "write [[\(name)…]] before 'kernel'"))
    }

    private func maxThreads(in range: Range<Int>) -> String? {
        for index in range where text.text(index) == "max_total_threads_per_threadgroup" && text.text(index + 1) == "("
        {
            guard let after = text.index(afterBracketAt: index + 1), after - 1 > index + 2 else { return nil }
            // What depends on a template's own parameters has no value outside of it.
            let own = Set((range.lowerBound..<index).filter { text.isIdentifier($0) }.map { text.text($0) })
            let isTemplate = text.text(range.lowerBound) == "template"
            if isTemplate, ((index + 2)..<(after - 1)).contains(where: { own.contains(text.text($0)) }) { return nil }
            return text.source(of: (index + 2)..<(after - 1)).split(separator: "\n").joined(separator: " ")
        }
        return nil
    }
}
