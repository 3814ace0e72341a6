/// A fenced code block of a Markdown text.
struct FencedBlock: Hashable, Sendable {
    /// The first word after the opening fence, in lower case; empty when there is none.
    var language: String
    /// The lines between the fences, each with its line end.
    var text: String
    /// Whether the closing fence is there; without it the block runs to the end of the text.
    var isClosed: Bool

    /// The blocks of `text` in order, after CommonMark: a fence is at least three backticks or tildes, indented by at
    /// most three blanks; the closing one has the same sign, at least as many, and nothing after it.
    ///
    /// Takes one pass. Line ends become `\n`.
    static func blocks(in text: String) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var open: (mark: UInt8, length: Int, indent: Int, block: FencedBlock)?
        for line in Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let fence = Fence(line: line)
            if let current = open {
                if let fence, fence.mark == current.mark, fence.length >= current.length, fence.info.isEmpty {
                    var block = current.block
                    block.isClosed = true
                    blocks.append(block)
                    open = nil
                } else {
                    let blanks = line.prefix(current.indent).prefix { $0 == UInt8(ascii: " ") }.count
                    open?.block.text += String(decoding: line.dropFirst(blanks), as: UTF8.self) + "\n"
                }
            } else if let fence {
                let language = fence.info.prefix { $0 != " " && $0 != "," && $0 != "{" }.lowercased()
                open = (
                    fence.mark, fence.length, fence.indent, FencedBlock(language: language, text: "", isClosed: false)
                )
            }
        }
        if let open { blocks.append(open.block) }
        return blocks
    }

    /// A line that opens or closes a block.
    private struct Fence {
        /// Backtick or tilde.
        let mark: UInt8
        /// How many stand side by side.
        let length: Int
        /// Blanks before them.
        let indent: Int
        /// What follows, without blanks around it.
        let info: String

        /// The fence on `line`; nil when there is none.
        init?(line: ArraySlice<UInt8>) {
            indent = line.prefix { $0 == UInt8(ascii: " ") }.count
            let rest = line.dropFirst(indent)
            guard indent <= 3, let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
                return nil
            }
            let run = rest.prefix { $0 == mark }.count
            let tail = rest.dropFirst(run)
            // Backticks after the fence make it a code span inside a sentence.
            guard run >= 3, mark != UInt8(ascii: "`") || !tail.contains(mark) else { return nil }
            self.mark = mark
            length = run
            info = String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }
}
