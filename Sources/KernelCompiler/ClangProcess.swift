import Subprocess

/// One run of clang within bounds of processor time, memory and output.
struct ClangProcess: Sendable {
    /// What came of it.
    enum Outcome: Sendable {
        /// The IR.
        case output(String)
        /// Clang's messages.
        case refused(String)
        /// A bound was reached, or clang gave up on the text.
        case tooExpensive
        /// Clang could not be run.
        case broken(String)
    }

    /// Address space of the compiler, in KiB.
    private static let memoryLimit = 2 << 20
    /// Processor time of one compile, in seconds.
    private static let processorLimit = 30
    /// Bytes of IR and of messages.
    private static let outputLimit = 64 << 20
    private static let messageLimit = 1 << 20

    let clang: Clang

    /// Compiles `text` from standard input.
    ///
    /// Only work counts against the bounds: on a busy machine a compile takes longer, and its outcome is the same.
    func compile(_ text: String, arguments: [String]) async -> Outcome {
        await ClangGate.shared.pass { await execute(text, arguments: arguments) }
    }

    private func execute(_ text: String, arguments: [String]) async -> Outcome {
        // The shell sets bounds that the compiler then inherits; the text is never part of a command line.
        let script =
            "ulimit -c 0; ulimit -t \(Self.processorLimit); ulimit -v \(Self.memoryLimit) 2>/dev/null; exec \"$0\" \"$@\""
        do {
            let result = try await run(
                .name("sh"), arguments: Arguments(["-c", script, clang.path] + arguments), environment: .custom([:]),
                input: .string(text), output: .string(limit: Self.outputLimit), error: .string(limit: Self.messageLimit)
            )
            let messages = result.standardError
            switch result.terminationStatus {
            case .exited(0): return .output(result.standardOutput)
            case .exited(1): return .refused(messages)
            default: return .tooExpensive
            }
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            return .tooExpensive
        } catch {
            return .broken("\(error)")
        }
    }
}
