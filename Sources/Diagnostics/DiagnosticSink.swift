/// Collects the findings of one reading, so that a user sees all mistakes at once.
///
/// A reference, because readers of nested parts report to one place. Used from one task at a time.
package final class DiagnosticSink {
    /// The findings in the order they were reported, without repetitions.
    package private(set) var diagnostics: [Diagnostic] = []
    /// What was reported already: an aliased mistake is read once per use.
    private var seen: Set<Diagnostic> = []

    /// The texts that excerpts are taken from, by file.
    private var sources: [String: SourceText] = [:]
    /// Lines that hold a secret and are shown in no excerpt.
    private var hidden: Set<SourceLocation> = []

    /// An empty sink.
    package init() {}

    /// Makes a text known, so that findings in it get excerpts.
    package func register(_ source: SourceText) { sources[source.file] = source }

    /// Keeps the line of `location` out of every later excerpt, because it holds a secret.
    package func hideLine(of location: SourceLocation) {
        hidden.insert(SourceLocation(file: location.file, line: location.line, column: 0))
    }

    /// Adds a finding at a place of a registered text, with its excerpt.
    package func report(
        _ severity: Diagnostic.Severity = .error, at location: SourceLocation, _ message: String, hint: String? = nil
    ) {
        let isHidden = hidden.contains(SourceLocation(file: location.file, line: location.line, column: 0))
        if let source = sources[location.file], !isHidden {
            report(source.diagnostic(severity, at: location, message, hint: hint))
        } else {
            report(Diagnostic(severity, at: location, message, hint: hint))
        }
    }

    /// How many findings are kept; a hostile text could have one in every byte.
    private static let capacity = 200

    /// Whether further findings are dropped.
    package var isFull: Bool { diagnostics.count >= Self.capacity }

    /// Adds a finding unless the same one is there or there are too many.
    package func report(_ diagnostic: Diagnostic) {
        if !isFull, seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// Adds findings in order.
    package func report(contentsOf findings: some Sequence<Diagnostic>) {
        for finding in findings { report(finding) }
    }

    /// Whether an error is among the findings.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The findings in the order of the text: files as first reported, then by line and column.
    ///
    /// Findings without a place keep their position before the first file that was reported after them.
    package var inTextOrder: [Diagnostic] {
        var rankOfFile: [String: Int] = [:]
        var keyed: [(rank: Int, line: Int, column: Int, index: Int)] = []
        for (index, diagnostic) in diagnostics.enumerated() {
            guard let location = diagnostic.location else {
                keyed.append((rank: rankOfFile.count, line: 0, column: 0, index: index))
                continue
            }
            let rank = rankOfFile[location.file] ?? rankOfFile.count
            rankOfFile[location.file] = rank
            keyed.append((rank: rank, line: location.line, column: location.column, index: index))
        }
        return keyed.sorted { ($0.rank, $0.line, $0.column, $0.index) < ($1.rank, $1.line, $1.column, $1.index) }
            .map { diagnostics[$0.index] }
    }

    /// Throws every finding in text order when an error is among them.
    package func throwIfErrors() throws(DiagnosticError) {
        if hasErrors { throw DiagnosticError(inTextOrder) }
    }
}
