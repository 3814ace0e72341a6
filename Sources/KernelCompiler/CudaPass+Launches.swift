extension CudaPass {
    /// Most launches whose template arguments are looked at.
    private static let launchLimit = 256

    /// Three angles in a row start a launch.
    func isLaunch(_ index: Int) -> Bool {
        text.text(index) == "<" && text.text(index + 1) == "<" && text.text(index + 2) == "<"
            && text.tokens[index].range.upperBound == text.tokens[index + 1].range.lowerBound
            && text.tokens[index + 1].range.upperBound == text.tokens[index + 2].range.lowerBound
    }

    /// Notes `name<arguments><<<…>>>` in host code.
    mutating func collectLaunches(in range: Range<Int>) {
        for index in range where isLaunch(index) && text.text(index - 1) == ">" {
            launchesSeen += 1
            guard launchesSeen <= Self.launchLimit else { return }
            guard let open = openingAngle(before: index - 1, in: range), text.isIdentifier(open - 1) else { continue }
            let arguments = splitTopLevel((open + 1)..<(index - 1)).map { part in
                spelling(part, in: range.lowerBound..<open, depth: 0)
            }
            guard !arguments.contains(nil) else { continue }
            let name = "\(text.text(open - 1))<\(arguments.compactMap { $0 }.joined(separator: ", "))>"
            if !launched.contains(name) { launched.append(name) }
        }
    }

    private func openingAngle(before close: Int, in range: Range<Int>) -> Int? {
        var depth = 0
        var cursor = close
        while cursor > range.lowerBound {
            if text.text(cursor) == ">" { depth += 1 }
            if text.text(cursor) == "<" { depth -= 1 }
            if depth == 0 { return cursor }
            cursor -= 1
        }
        return nil
    }

    /// A template argument as it can be written outside of the function: its local constants stand by their values.
    ///
    /// - Returns: nil where a word is a local of another kind.
    private func spelling(_ argument: Range<Int>, in function: Range<Int>, depth: Int) -> String? {
        var words: [String] = []
        for index in argument {
            guard text.isIdentifier(index), let place = declaration(of: text.text(index), in: function) else {
                words.append(text.text(index))
                continue
            }
            guard depth < 4, text.text(place + 1) == "=", isConstant(place),
                let end = (place..<function.upperBound).first(where: { [";", ","].contains(text.text($0)) }),
                let value = spelling((place + 2)..<end, in: function.lowerBound..<place, depth: depth + 1)
            else { return nil }
            words.append(end == place + 3 || argument.count == 1 ? value : "(\(value))")
        }
        return words.joined(separator: " ")
    }

    /// Where the function declares a local (or a parameter) of that name last.
    private func declaration(of name: String, in function: Range<Int>) -> Int? {
        function.last { index in
            guard text.text(index) == name, text.isIdentifier(index - 1) else { return false }
            return !["return", "sizeof", "else"].contains(text.text(index - 1))
                && [";", "=", ",", ")", "{", ">", "("].contains(text.text(index + 1))
        }
    }

    /// The declaration around token `index` says `const` or `constexpr`.
    private func isConstant(_ index: Int) -> Bool {
        var cursor = index
        while cursor > max(0, index - 8), ![";", "{", "}", "("].contains(text.text(cursor)) {
            if ["const", "constexpr"].contains(text.text(cursor)) { return true }
            cursor -= 1
        }
        return false
    }

    /// What the launches of host code instantiate, at the end of the text.
    var instantiations: String {
        launched.filter { name in
            declarations.contains { $0.isTemplate && name.hasPrefix("\($0.name)<") }
        }.map { name in
            "template __attribute__((used, annotate(\"ks.host:\(name)\"))) __global__ decltype(\(name)) \(name);"
        }.joined(separator: " ")
    }
}
