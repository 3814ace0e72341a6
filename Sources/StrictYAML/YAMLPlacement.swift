package import Diagnostics

/// Where a YAML text lies inside a larger file, so that findings name the file's own lines and columns.
package struct YAMLPlacement: Hashable, Sendable {
    /// The whole file, from which excerpts are taken.
    package var source: SourceText
    /// The 1-based line of `source` on which the YAML text begins.
    package var line: Int
    /// How many characters to the right of their place in the YAML text the first line's characters are.
    package var firstLineShift: Int
    /// The same for every later line; not 0 when a comment prefix was cut from each line.
    package var shift: Int

    /// A YAML text that begins at `line` of `source`.
    package init(in source: SourceText, line: Int, firstLineShift: Int = 0, shift: Int = 0) {
        self.source = source
        self.line = line
        self.firstLineShift = firstLineShift
        self.shift = shift
    }

    /// The place in the file of a 1-based line and column of the YAML text, where columns count Unicode scalars.
    func location(line: Int, scalarColumn: Int) -> SourceLocation {
        let fileLine = self.line + max(1, line) - 1
        let shift = line <= 1 ? firstLineShift : self.shift
        return source.location(
            line: fileLine, column: source.column(ofScalar: max(1, scalarColumn) + shift, onLine: fileLine))
    }
}
