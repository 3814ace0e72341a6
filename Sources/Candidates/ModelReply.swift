/// What a model's free text asks for: edits, or a whole kernel in a fenced code block.
enum ModelReply: Hashable {
    /// Replacements to make in order.
    case edits([Edit])
    /// A whole kernel's text.
    case kernel(String)

    /// One SEARCH/REPLACE block.
    struct Edit: Hashable {
        /// The lines to find.
        let search: [Substring]
        /// The lines to put there.
        let replace: [Substring]
        /// 1-based number of the edit in the reply, for messages.
        let number: Int
    }

    /// Most edits of one reply.
    static let maximumEdits = 64

    /// Reads a reply; edits win over code blocks, since edits often stand inside one.
    init(parsing reply: String) throws(EditFailure) {
        let lines = reply.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let edits = try Self.edits(in: lines)
        if !edits.isEmpty {
            self = .edits(edits)
            return
        }
        guard let kernel = try Self.kernel(in: lines) else {
            throw EditFailure(
                kind: .noCode,
                reason: "The reply holds no code. Answer with SEARCH/REPLACE blocks, or with the whole kernel in one "
                    + "fenced code block.")
        }
        self = .kernel(kernel)
    }

    /// The SEARCH/REPLACE blocks among the lines.
    private static func edits(in lines: [Substring]) throws(EditFailure) -> [Edit] {
        var edits: [Edit] = []
        var position = 0
        while position < lines.count {
            guard isMarker(lines[position], "<<<<<<<", "SEARCH") else {
                position += 1
                continue
            }
            let number = edits.count + 1
            guard number <= maximumEdits else {
                throw EditFailure(kind: .tooLarge, reason: "The reply has more than \(maximumEdits) SEARCH blocks.")
            }
            guard let divider = lines[(position + 1)...].firstIndex(where: { isMarker($0, "=======", nil) }),
                let end = lines[(divider + 1)...].firstIndex(where: { isMarker($0, ">>>>>>>", "REPLACE") })
            else {
                throw EditFailure(
                    kind: .malformed,
                    reason: "SEARCH block \(number) is not complete: it needs a line '=======' and then a line "
                        + "'>>>>>>> REPLACE'.")
            }
            let search = lines[(position + 1)..<divider]
            let replace = lines[(divider + 1)..<end]
            guard !(search + replace).contains(where: { isMarker($0, "<<<<<<<", "SEARCH") }) else {
                throw EditFailure(kind: .malformed, reason: "SEARCH block \(number) holds the start of another one.")
            }
            edits.append(Edit(search: Array(search), replace: Array(replace), number: number))
            position = end + 1
        }
        return edits
    }

    /// Whether a line is an edit marker, alone on its line but for white space.
    private static func isMarker(_ line: Substring, _ arrows: String, _ word: String?) -> Bool {
        let text = line.trimmed
        guard text.hasPrefix(arrows) else { return false }
        return text.dropFirst(arrows.count).trimmed == (word ?? "")
    }

    /// The largest fenced code block; the last of equals.
    private static func kernel(in lines: [Substring]) throws(EditFailure) -> String? {
        var best: ArraySlice<Substring>?
        var bestSize = 0
        var open: (line: Int, fence: Substring)?
        for (number, line) in lines.enumerated() {
            let text = line.trimmed
            if let (start, fence) = open {
                guard text == fence else { continue }
                let body = lines[(start + 1)..<number]
                let size = body.reduce(0) { $0 + $1.utf8.count + 1 }
                if size >= bestSize { (best, bestSize) = (body, size) }
                open = nil
            } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
                let mark = text.first
                open = (number, text.prefix { $0 == mark })
            }
        }
        if open != nil {
            throw EditFailure(
                kind: .malformed, reason: "The last code block is not closed; the reply seems to be cut off.")
        }
        return best.map { $0.joined(separator: "\n") + "\n" }
    }
}
