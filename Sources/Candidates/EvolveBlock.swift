package import Diagnostics

/// A region of a kernel text that agents may change: the lines between its two marker lines.
///
/// ```
/// // EVOLVE-BLOCK-START
/// … may change …
/// // EVOLVE-BLOCK-END
/// ```
package struct EvolveBlock: Hashable, Sendable {
    /// 0-based numbers of the lines between the markers; the markers themselves are outside.
    package let lines: Range<Int>

    /// The block that is the whole of a text of `lineCount` lines.
    static func whole(lineCount: Int) -> EvolveBlock { EvolveBlock(lines: 0..<lineCount) }

    /// What a marker line is.
    enum Marker { case start, end }

    /// The marker that a line is; text after the marker's word is a remark.
    static func marker(of line: some StringProtocol) -> Marker? {
        let text = line.trimmed
        guard text.hasPrefix("//") else { return nil }
        let words = text.dropFirst(2).split(maxSplits: 1) { $0.isWhitespace }
        switch words.first {
        case "EVOLVE-BLOCK-START": return .start
        case "EVOLVE-BLOCK-END": return .end
        default: return nil
        }
    }

    /// The blocks of a kernel text in order; an empty list when it has no markers.
    package static func blocks(in text: String, file: String) throws(DiagnosticError) -> [EvolveBlock] {
        let source = KernelLines(text, file: file)
        var blocks: [EvolveBlock] = []
        var problems: [Diagnostic] = []
        var open: Int?
        for (number, line) in source.lines.enumerated() {
            switch (marker(of: line), open) {
            case (.start, nil): open = number
            case (.start, let start?):
                problems.append(
                    source.diagnostic(
                        "EVOLVE-BLOCK-START inside the block of line \(start + 1)", line: number, column: 0))
            case (.end, let start?):
                blocks.append(EvolveBlock(lines: (start + 1)..<number))
                open = nil
            case (.end, nil):
                problems.append(source.diagnostic("EVOLVE-BLOCK-END without a start", line: number, column: 0))
            case (nil, _): break
            }
        }
        if let open {
            problems.append(source.diagnostic("EVOLVE-BLOCK-START without an end", line: open, column: 0))
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return blocks
    }
}
