/// A text with some byte ranges replaced, and the way back from a place in it to the place in the original.
///
/// Replacements hold no line end and replace none, so that line numbers stay true by themselves.
struct EditedText: Sendable {
    /// One replacement.
    struct Edit: Sendable {
        /// Bytes of the original; empty for an insertion.
        var range: Range<Int>
        var replacement: String
    }

    /// Replaced stretches of one line, in columns counted from 0.
    private struct Shift: Sendable {
        var edited: Range<Int>
        var original: Range<Int>
    }

    /// The text after the edits.
    let text: String
    private let shifts: [Int: [Shift]]

    /// Applies `edits`; of two that overlap, the first in the text wins.
    init(_ bytes: [UInt8], edits: [Edit]) {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64 * edits.count)
        var shifts: [Int: [Shift]] = [:]
        var position = 0
        var line = 1
        var editedLineStart = 0
        var originalLineStart = 0
        /// Copies the original up to `end`.
        func copy(upTo end: Int) {
            while position < end {
                output.append(bytes[position])
                position += 1
                if bytes[position - 1] == UInt8(ascii: "\n") {
                    line += 1
                    editedLineStart = output.count
                    originalLineStart = position
                }
            }
        }
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        for (_, edit) in ordered where edit.range.lowerBound >= position {
            copy(upTo: edit.range.lowerBound)
            let start = output.count
            output.append(contentsOf: edit.replacement.utf8)
            shifts[line, default: []].append(
                Shift(
                    edited: (start - editedLineStart)..<(output.count - editedLineStart),
                    original: (edit.range.lowerBound - originalLineStart)..<(edit.range.upperBound - originalLineStart))
            )
            position = edit.range.upperBound
        }
        copy(upTo: bytes.count)
        self.text = String(decoding: output, as: UTF8.self)
        self.shifts = shifts
    }

    /// The 1-based column in the original of a 1-based column in the edited text.
    func originalColumn(line: Int, column: Int) -> Int {
        var moved = 0
        for shift in shifts[line] ?? [] {
            if column - 1 < shift.edited.lowerBound { break }
            if column - 1 < shift.edited.upperBound { return shift.original.lowerBound + 1 }
            moved = shift.original.upperBound - shift.edited.upperBound
        }
        return column + moved
    }
}
