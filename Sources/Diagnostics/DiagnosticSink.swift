/// Collects the findings of one reading, so that a user sees all mistakes at once.
///
/// A reference, because readers of nested parts report to one place. Used from one task at a time.
package final class DiagnosticSink {
    /// The findings in the order they were reported, without repetitions.
    package private(set) var diagnostics: [Diagnostic] = []
    /// What was reported already: an aliased mistake is read once per use.
    private var seen: Set<Diagnostic> = []

    /// An empty sink.
    package init() {}

    /// Adds a finding unless the same one is there.
    package func report(_ diagnostic: Diagnostic) {
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
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
