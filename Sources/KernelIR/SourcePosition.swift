/// Where an instruction comes from in the user's source; line 0 where the compiler gives none.
package struct SourcePosition: Hashable, Sendable {
    /// File as named to the compiler; empty for the kernel's own text.
    package let file: String
    /// 1-based line of the innermost inlined-at frame that lies in the user's own text.
    package let line: Int
    package let column: Int

    package init(file: String = "", line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
