/// The exit codes that the command promises.
enum ExitStatus: Int32 {
    /// Done.
    case success = 0
    /// The work was done and its verdict is negative.
    case negative = 1
    /// Wrong usage or configuration.
    case usage = 2
    /// Stopped before the end; `resume` goes on.
    case stopped = 3
    /// An error of kernelswarm itself (sysexits.h EX_SOFTWARE).
    case internalError = 70
}

/// Ends a command with an exit code and, where the command has not said it yet, the reason.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String?

    init(_ status: ExitStatus, _ message: String? = nil) {
        self.status = status
        self.message = message
    }
}
