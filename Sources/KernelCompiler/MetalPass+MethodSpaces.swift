import Diagnostics

extension MetalPass {
    /// Words that name an address space.
    private static let spaces: Set<String> = ["thread", "device", "threadgroup", "constant"]

    /// A method qualified by an address space, as tokens.
    private struct Method {
        /// First token of its declaration.
        var start: Int
        /// Its name: the token before the parameters, or `operator`.
        var name: Int
        /// The word that names the space.
        var qualifier: Int
        /// Past its body or semicolon.
        var end: Int
        /// The text that two overloads have in common if they differ in nothing but the space.
        var key: String
        /// The body with the words that name spaces left out.
        var body: String
    }

    /// Takes the address space off methods: `operator float() const thread { … }`.
    ///
    /// Clang knows no such qualifier outside of OpenCL. On this target an object of any address space may be used through a
    /// plain reference, and the machine tells memories apart by the pointer's value; so one method serves them all. Overloads
    /// that differ in nothing else are one method written several times: the first stays, preferably the `thread` one.
    /// Their bodies must agree, or the text is refused, since which one runs would no longer depend on the memory.
    mutating func rewriteMethodSpaces() {
        var groups: [String: [Method]] = [:]
        var order: [String] = []
        var scopes: [Int] = []
        for index in text.tokens.indices {
            switch text.text(index) {
            case "{": scopes.append(index)
            case "}": _ = scopes.popLast()
            case let word where Self.spaces.contains(word):
                guard let method = method(qualifiedAt: index) else { continue }
                let key = "\(scopes.last ?? -1) \(method.key)"
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append(method)
            default: continue
            }
        }
        for key in order { unite(groups[key] ?? []) }
    }

    private mutating func unite(_ methods: [Method]) {
        guard let kept = methods.first(where: { text.text($0.qualifier) == "thread" }) ?? methods.first else { return }
        for method in methods {
            if method.qualifier != kept.qualifier {
                if method.body != kept.body {
                    findings.append(
                        text.error(
                            at: method.qualifier,
                            "methods that do different things by the address space of their object are not supported"))
                }
                remove(method.start..<method.end)
            } else {
                blank(method.qualifier..<(method.qualifier + 1))
                blankResultSpace(of: method)
            }
        }
    }

    /// `device T& operator=(…) device` returns its object, whose address space is no longer known.
    private mutating func blankResultSpace(of method: Method) {
        let word = text.text(method.qualifier)
        for index in method.start..<method.name where text.text(index) == word && word != "thread" {
            blank(index..<(index + 1))
        }
    }

    /// The method whose qualifier stands at token `index`, or nil where the word says something else.
    private func method(qualifiedAt index: Int) -> Method? {
        var before = index - 1
        while ["const", "volatile", "noexcept"].contains(text.text(before)) { before -= 1 }
        guard text.text(before) == ")", let open = text.index(beforeBracketAt: before) else { return nil }
        var after = index + 1
        while ["const", "volatile", "noexcept"].contains(text.text(after)) { after += 1 }
        guard ["{", ";", ":", "=", "->"].contains(text.text(after)) else { return nil }
        guard let end = endOfMethod(from: after) else { return nil }
        var name = open - 1
        // `operator()`, `operator+`, `operator vec<T, 2>`.
        let start = declarationStart(before: open)
        if let operatorName = (start..<open).last(where: { text.text($0) == "operator" }) {
            name = operatorName
        } else if !text.isIdentifier(name) {
            return nil
        }
        let words = (start..<after).filter { $0 != index && !($0 < name && Self.spaces.contains(text.text($0))) }
        let bodyWords = (after..<end).map { text.text($0) }.filter { !Self.spaces.contains($0) }
        return Method(
            start: start, name: name, qualifier: index, end: end,
            key: words.map { text.text($0) }.joined(separator: " "), body: bodyWords.joined(separator: " "))
    }

    /// Past the body that follows a method's qualifiers at `index`, through initializers of members, or past its `;`.
    private func endOfMethod(from index: Int) -> Int? {
        var cursor = index
        while cursor < min(text.tokens.count, index + SourceText.reach) {
            switch text.text(cursor) {
            case "(", "[":
                guard let after = text.index(afterBracketAt: cursor) else { return nil }
                cursor = after
                continue
            case ";": return cursor + 1
            case "}": return nil
            case "{":
                guard let after = text.index(afterBracketAt: cursor) else { return nil }
                // `a{1}` in a list of initializers, rather than the body.
                let isInitializer =
                    text.isIdentifier(cursor - 1) && text.text(index) == ":"
                    && [",", "{"].contains(text.text(after))
                if !isInitializer {
                    return text.text(after) == ";" ? after + 1 : after
                }
                cursor = after
                continue
            default: break
            }
            cursor += 1
        }
        return nil
    }

    /// The first token of the member declaration whose parameters open at `open`.
    private func declarationStart(before open: Int) -> Int {
        var start = open
        while start > max(0, open - SourceText.reach) {
            let word = text.text(start - 1)
            if [";", "{", "}"].contains(word) { break }
            if word == ":", ["public", "private", "protected"].contains(text.text(start - 2)) { break }
            if word == ")" || word == "]" {
                guard let opening = text.index(beforeBracketAt: start - 1) else { break }
                start = opening
                continue
            }
            // A preprocessor line ends before a line that is none; the name of a macro is followed by its text.
            if text.tokens[start - 1].inDirective != text.tokens[start].inDirective { break }
            start -= 1
        }
        return start
    }
}
