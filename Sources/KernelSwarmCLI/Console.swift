import Foundation

/// The process's streams: results to standard output, everything else to standard error.
enum Console {
    /// Writes a line of results.
    static func output(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    /// Writes a line for the person at the terminal.
    static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// Whether standard error is a terminal, where a line may be rewritten in place.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Rewrites the terminal's current line; without line end.
    static func rewriteLine(_ text: String) { FileHandle.standardError.write(Data(("\r\u{1B}[K" + text).utf8)) }
}
