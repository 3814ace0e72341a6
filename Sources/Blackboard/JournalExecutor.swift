import Dispatch

/// Runs the blackboard's jobs one after another on a queue of its own.
///
/// A post blocks in SQLite, and an anchor blocks until the disk has it. On the shared pool, which has one thread per
/// core, that would hold up agents and evaluations; on a queue of its own only posts wait for posts. It is a plain
/// serial `DispatchQueue` because `DispatchSerialQueue` does not exist in Linux's Dispatch.
package final class JournalExecutor: SerialExecutor {
    /// The queue.
    private let queue = DispatchQueue(label: "kernelswarm.journal", qos: .userInitiated)

    /// An executor with a queue of its own.
    package init() {}

    /// Runs `job` after every job before it.
    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async {
            unowned.runSynchronously(on: executor)
        }
    }

    /// Stops the program when the caller is not on the queue.
    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
