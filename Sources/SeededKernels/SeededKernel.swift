package import Evaluation

/// A kernel of the panel: an honest one, or a cheat with the verdict that finds it.
package struct SeededKernel: Sendable {
    /// Folder of its task.
    package let task: String
    /// Its path inside that folder.
    package let path: String
    /// Its text.
    package let text: String
    /// The verdict that a cheat must get; nil for an honest kernel.
    package let expected: VerdictKind?

    /// `softmax/cheat/zeros.metal`.
    package var name: String { "\(task)/\(path)" }

    /// The verdict that the first line `// expect: …` names.
    static func expectation(in text: String) -> VerdictKind? {
        guard let line = text.split(separator: "\n").first, line.hasPrefix("// expect: ") else { return nil }
        return VerdictKind(rawValue: String(line.dropFirst("// expect: ".count)))
    }
}
