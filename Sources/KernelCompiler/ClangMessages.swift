import Diagnostics
import Foundation

/// Turns clang's messages into findings at the user's own lines.
struct ClangMessages {
    /// A line `place: severity: message`.
    private struct Message {
        var isUserText: Bool
        var line: Int
        var column: Int
        var severity: Diagnostic.Severity
        var text: String
    }

    let source: SourceText
    let edited: EditedText

    /// The findings in clang's order; notes that point into the text follow their error.
    func diagnostics(from output: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let messages = output.split(separator: "\n").compactMap { parse($0) }
        for (index, message) in messages.enumerated() {
            if message.severity == .note {
                let isOurs = message.text.contains("ks_") || message.text.hasPrefix("expanded from macro")
                if message.isUserText, !found.isEmpty, !isOurs {
                    found.append(diagnostic(message, text: message.text))
                }
            } else if message.isUserText {
                found.append(diagnostic(message, text: message.text))
            } else {
                // An error inside our headers belongs to the line of the text that led there.
                let notes = messages[(index + 1)...].prefix { $0.severity == .note }
                guard let place = notes.first(where: \.isUserText) else {
                    if found.isEmpty, messages.count == 1 {
                        found.append(Diagnostic(message.severity, at: nil, Self.readable(message.text)))
                    }
                    continue
                }
                found.append(diagnostic(place, severity: message.severity, text: Self.withoutRequirement(message.text)))
            }
        }
        if found.contains(where: { $0.severity == .error }) { return found }
        let first = output.split(separator: "\n").first { $0.contains("error: ") } ?? "no message"
        return [Diagnostic(.error, at: nil, "clang refused '\(source.fileName)': \(Self.readable(String(first)))")]
    }

    private func diagnostic(_ message: Message, severity: Diagnostic.Severity? = nil, text: String) -> Diagnostic {
        source.diagnostic(
            severity ?? message.severity, line: message.line,
            column: edited.originalColumn(line: message.line, column: message.column), Self.readable(text))
    }

    private func parse(_ line: Substring) -> Message? {
        for (mark, severity) in [
            (": error: ", Diagnostic.Severity.error), (": fatal error: ", .error), (": note: ", .note),
            (": warning: ", .warning),
        ] {
            guard let range = line.range(of: mark) else { continue }
            let parts = line[..<range.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 3, let row = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1])
            else {
                continue
            }
            return Message(
                isUserText: parts.dropLast(2).joined(separator: ":") == "<stdin>", line: row, column: column,
                severity: severity, text: String(line[range.upperBound...]))
        }
        return nil
    }

    /// What a failed `static_assert` of our headers says, without the condition.
    private static func withoutRequirement(_ text: String) -> String {
        guard text.hasPrefix("static assertion failed"), let mark = text.range(of: "': ") ?? text.range(of: ": ")
        else { return text }
        return String(text[mark.upperBound...])
    }

    /// Clang's words with Metal's names for what our headers are made of.
    static func readable(_ text: String) -> String {
        var result = text
        for (clang, metal) in [
            ("__attribute__((address_space(1))) ", "device "), ("__attribute__((address_space(3))) ", "threadgroup "),
            ("const __attribute__((address_space(4))) ", "constant "),
            ("__attribute__((address_space(4))) const ", "constant "),
            ("__attribute__((address_space(4))) ", "constant "), ("_Float16", "half"), ("__bf16", "bfloat"),
            ("address space '1'", "device memory"), ("address space '3'", "threadgroup memory"),
            ("address space '4'", "constant memory"), ("\(ClangArguments.root)/", ""),
        ] {
            result = result.replacing(clang, with: metal)
        }
        return result
    }
}
