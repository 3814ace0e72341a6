import Crypto

/// Tells whether two kernel texts are the same program in other clothes.
package enum Novelty {
    /// A hash of the text with comments and indifferent white space removed, as 64 hexadecimal digits.
    ///
    /// The comments that mean something (tunables, constraints, the launch plan) are kept. Texts with equal keys
    /// compile to the same program under the same plan; the reverse does not hold.
    package static func key(_ text: String) -> String {
        SHA256.hash(data: Array(normalized(text).utf8)).hexadecimal
    }

    /// A hash of the normalised text with a point, for candidates.
    package static func key(_ candidate: Candidate) -> String {
        SHA256.hash(data: Array("\(candidate.point)\n\(normalized(candidate.text))".utf8)).hexadecimal
    }

    /// The text without ordinary comments, white space collapsed; preprocessor lines stay lines.
    static func normalized(_ text: String) -> String {
        var output: [UInt8] = []
        var scanner = CommentScanner(Array(text.utf8))
        while let piece = scanner.next() {
            switch piece {
            case .code(let bytes): output += bytes
            case .literal(let bytes): output += bytes
            case .lineComment(let bytes):
                let comment = String(decoding: bytes, as: UTF8.self)
                if DesignSpace.Annotation(line: comment[...]) != nil { output += bytes }
            case .blockComment(let bytes):
                let comment = String(decoding: bytes, as: UTF8.self)
                if LaunchPlan.isPlanComment(comment) { output += bytes } else { output.append(UInt8(ascii: " ")) }
            }
        }
        return collapse(output)
    }

    /// Joins words by single blanks; a line end survives only after a preprocessor line.
    private static func collapse(_ bytes: [UInt8]) -> String {
        var result: [String] = []
        var continues = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !words.isEmpty else { continue }
            let isDirective = continues || words.hasPrefix("#")
            continues = isDirective && words.hasSuffix("\\")
            result.append(isDirective ? "\n\(words)\n" : words)
        }
        return result.joined(separator: " ")
    }
}
