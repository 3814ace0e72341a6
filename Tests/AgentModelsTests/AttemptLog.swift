import AgentModels
import Synchronization

/// Collects attempt records.
final class AttemptLog: Sendable {
    /// The records so far.
    private let records = Mutex<[ModelAttempt]>([])

    /// The records so far, in order.
    var attempts: [ModelAttempt] { records.withLock { $0 } }

    /// The observer to hand in.
    var observer: AttemptObserver {
        { [self] attempt in records.withLock { $0.append(attempt) } }
    }
}
