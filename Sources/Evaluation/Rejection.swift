import Diagnostics

/// Ends an evaluation early with what was found.
struct Rejection: Error {
    /// What was found.
    let verdict: Verdict

    /// A rejection with a verdict.
    init(_ kind: VerdictKind, _ message: String, line: Int? = nil, size: String? = nil) {
        verdict = Verdict(kind: kind, message: message, line: line, size: size)
    }

    /// A rejection by findings about the kernel's text.
    init(_ kind: VerdictKind, _ diagnostics: [Diagnostic], size: String? = nil) {
        let line = diagnostics.first { $0.severity == .error && $0.location != nil }?.location?.line
        verdict = Verdict(
            kind: kind, message: diagnostics.map(\.rendered).joined(separator: "\n\n"), line: line, size: size)
    }
}
