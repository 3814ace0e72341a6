package import Diagnostics

/// Why a kernel text is not a program: the compiler's findings at the user's own lines.
package struct CompileFailure: Error, Sendable {
    /// Errors in the order of the compiler, notes after the error they belong to; never empty.
    package var diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// All findings as a user reads them.
    package var rendered: String { diagnostics.map(\.rendered).joined(separator: "\n") }
}
