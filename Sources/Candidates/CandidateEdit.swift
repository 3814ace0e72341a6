import Diagnostics

/// Applies a model's reply to its parent's kernel text, keeping everything outside the EVOLVE blocks as it is.
///
/// A reply is untrusted text. What it cannot do: change a line outside a block, add or remove a marker, grow the
/// kernel past a limit. A parent without markers may change as a whole.
package enum CandidateEdit {
    /// Largest reply, in UTF-8 bytes.
    package static let maximumReplyBytes = 512 * 1024
    /// Largest kernel, in UTF-8 bytes.
    package static let maximumKernelBytes = 128 * 1024

    /// The new kernel's text.
    package static func apply(reply: String, to parent: String) throws(EditFailure) -> String {
        guard reply.utf8.count <= maximumReplyBytes else {
            throw EditFailure(kind: .tooLarge, reason: "The reply is larger than \(maximumReplyBytes / 1024) KiB.")
        }
        let parentLines = lines(of: parent)
        let result: [Substring]
        switch try ModelReply(parsing: reply) {
        case .edits(let edits): result = try apply(edits, to: parentLines)
        case .kernel(let kernel): result = try merge(kernel: lines(of: kernel), into: parentLines)
        }
        let text = result.joined(separator: "\n")
        guard text.utf8.count <= maximumKernelBytes else {
            throw EditFailure(kind: .tooLarge, reason: "The kernel would exceed \(maximumKernelBytes / 1024) KiB.")
        }
        guard !text.utf8.contains(0) else {
            throw EditFailure(kind: .malformed, reason: "The kernel would hold a NUL character.")
        }
        guard text != parentLines.joined(separator: "\n") else {
            throw EditFailure(kind: .unchanged, reason: "The kernel is the same as its parent; change something.")
        }
        return text
    }

    /// The lines of a text without their ends.
    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// The blocks, or the whole text when it has no markers; damaged markers protect everything.
    private static func blocks(of lines: [Substring]) throws(EditFailure) -> [EvolveBlock] {
        do {
            let found = try EvolveBlock.blocks(in: lines.joined(separator: "\n"), file: "kernel")
            return found.isEmpty ? [.whole(lineCount: lines.count)] : found
        } catch {
            let problem = error.diagnostics.first?.message ?? "damaged"
            throw EditFailure(kind: .outsideBlock, reason: "The kernel's EVOLVE markers are damaged: \(problem).")
        }
    }

    // MARK: SEARCH/REPLACE

    /// How closely a SEARCH text must agree with the kernel; tried in this order.
    private enum Strictness: CaseIterable {
        case exact
        case ignoringTrailingSpace
        case ignoringIndentation

        /// The part of a line that must agree.
        func key(_ line: Substring) -> Substring {
            switch self {
            case .exact: return line
            case .ignoringTrailingSpace:
                guard let last = line.lastIndex(where: { !$0.isWhitespace }) else { return "" }
                return line[...last]
            case .ignoringIndentation: return line.trimmed
            }
        }
    }

    /// Makes the replacements in order.
    private static func apply(_ edits: [ModelReply.Edit], to parent: [Substring]) throws(EditFailure) -> [Substring] {
        var lines = parent
        for edit in edits {
            guard edit.search.contains(where: { !$0.trimmed.isEmpty }) else {
                throw EditFailure(
                    kind: .malformed, reason: "SEARCH block \(edit.number) is empty; quote lines to replace.")
            }
            guard !edit.replace.contains(where: { EvolveBlock.marker(of: $0) != nil }) else {
                throw EditFailure(
                    kind: .outsideBlock,
                    reason: "REPLACE block \(edit.number) holds an EVOLVE marker; leave markers alone.")
            }
            let place = try find(edit, in: lines)
            lines.replaceSubrange(place, with: edit.replace)
            guard lines.count <= maximumKernelBytes else {
                throw EditFailure(kind: .tooLarge, reason: "The kernel would exceed \(maximumKernelBytes / 1024) KiB.")
            }
        }
        return lines
    }

    /// The only place of an edit's SEARCH text inside the blocks.
    private static func find(_ edit: ModelReply.Edit, in lines: [Substring]) throws(EditFailure) -> Range<Int> {
        let blocks = try blocks(of: lines)
        for strictness in Strictness.allCases {
            let keys = lines.map(strictness.key)
            let wanted = edit.search.map(strictness.key)
            let starts = occurrences(of: wanted, in: keys)
            let inside = starts.filter { start in
                blocks.contains { $0.lines.lowerBound <= start && start + wanted.count <= $0.lines.upperBound }
            }
            if inside.count == 1 { return inside[0]..<(inside[0] + wanted.count) }
            if inside.count > 1 {
                throw EditFailure(
                    kind: .ambiguous,
                    reason: "SEARCH block \(edit.number) matches at lines "
                        + inside.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
                        + "; quote more lines so that it matches once.")
            }
            if let start = starts.first {
                throw EditFailure(
                    kind: .outsideBlock,
                    reason:
                        "SEARCH block \(edit.number) matches at line \(start + 1), which is not inside an EVOLVE block; "
                        + "only text between EVOLVE-BLOCK-START and EVOLVE-BLOCK-END may change.")
            }
        }
        let first = edit.search.first { !$0.trimmed.isEmpty } ?? ""
        throw EditFailure(
            kind: .notFound,
            reason:
                "SEARCH block \(edit.number) is not in the kernel; its first line is '\(first.trimmed.prefix(100))'. "
                + "Copy whole lines from the kernel.")
    }

    /// Where `wanted` begins in `keys`; stops after six places, more are never named.
    private static func occurrences(of wanted: [Substring], in keys: [Substring]) -> [Int] {
        guard !wanted.isEmpty, wanted.count <= keys.count else { return [] }
        var starts: [Int] = []
        for start in 0...(keys.count - wanted.count) where keys[start] == wanted[0] {
            if keys[start..<(start + wanted.count)].elementsEqual(wanted) { starts.append(start) }
        }
        return starts
    }

    // MARK: Whole kernels

    /// The parent's fixed lines with the new kernel's blocks between them.
    private static func merge(kernel: [Substring], into parent: [Substring]) throws(EditFailure) -> [Substring] {
        guard parent.contains(where: { EvolveBlock.marker(of: $0) != nil }) else { return kernel }
        let old = try blocks(of: parent)
        let new = try blocks(of: kernel)
        guard kernel.contains(where: { EvolveBlock.marker(of: $0) != nil }), new.count == old.count else {
            throw EditFailure(
                kind: .outsideBlock,
                reason:
                    "The kernel must keep its \(old.count) EVOLVE block\(old.count == 1 ? "" : "s") with both markers.")
        }
        var result: [Substring] = []
        var oldPosition = 0
        var newPosition = 0
        for (oldBlock, newBlock) in zip(old, new) {
            let fixed = parent[oldPosition..<oldBlock.lines.lowerBound]
            try requireSame(fixed, kernel[newPosition..<newBlock.lines.lowerBound])
            result += fixed + kernel[newBlock.lines]
            (oldPosition, newPosition) = (oldBlock.lines.upperBound, newBlock.lines.upperBound)
        }
        try requireSame(parent[oldPosition...], kernel[newPosition...])
        return result + parent[oldPosition...]
    }

    /// Requires two fixed parts to agree but for white space at line ends and blank lines.
    private static func requireSame(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) throws(EditFailure) {
        let oldKeys = old.map(\.trimmed).filter { !$0.isEmpty }
        let newKeys = new.map(\.trimmed).filter { !$0.isEmpty }
        guard oldKeys != newKeys else { return }
        let same = zip(oldKeys, newKeys).prefix { $0 == $1 }.count
        let wanted = same < oldKeys.count ? "expected '\(oldKeys[same].prefix(100))'" : "expected nothing more"
        let got = same < newKeys.count ? "got '\(newKeys[same].prefix(100))'" : "the text ends"
        throw EditFailure(
            kind: .outsideBlock, reason: "The text outside the EVOLVE blocks must stay as it is: \(wanted), \(got).")
    }
}
