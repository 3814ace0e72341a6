import AgentModels
import Synchronization

/// A timer that never waits: it records short sleeps, and long ones (time limits) last until `expire` or cancellation.
final class TestTimer: Sendable {
    /// Sleeps at least this long are time limits.
    static let limit = Duration.seconds(300)

    /// The short sleeps asked for, in order.
    private let sleeps = Mutex<[Duration]>([])
    /// Ends the long sleeps.
    private let expiry = AsyncStream<Void>.makeStream()

    /// The short sleeps asked for, in milliseconds.
    var waits: [Int] {
        sleeps.withLock { $0.map { Int($0 / .milliseconds(1)) } }
    }

    /// Lets the time limit pass.
    func expire() { expiry.continuation.yield() }

    /// The timer to hand in.
    var timer: ModelTimer {
        ModelTimer(
            now: { .zero },
            sleep: { [self] duration in
                if duration < Self.limit {
                    sleeps.withLock { $0.append(duration) }
                    return
                }
                for await _ in expiry.stream { return }
                throw CancellationError()
            })
    }
}
