import Dispatch
import Foundation
import Synchronization

/// Threads of its own for evaluations, as many as there are lanes, so that computing never holds up whoever waits for the
/// network. Work is started in the order in which it comes; results do not depend on the number of threads.
package final class LanePool: Sendable {
    /// What the threads share; they keep it alive, so the pool itself can go.
    private final class Queue: Sendable {
        private let state = Mutex(State())
        private let condition = DispatchSemaphore(value: 0)

        private struct State {
            var waiting: [@Sendable () -> Void] = []
            var head = 0
            var isClosed = false
        }

        func add(_ work: @escaping @Sendable () -> Void) {
            state.withLock { $0.waiting.append(work) }
            condition.signal()
        }

        func close(_ threads: Int) {
            state.withLock { $0.isClosed = true }
            for _ in 0..<threads { condition.signal() }
        }

        /// Runs what comes until the pool is closed and nothing is left.
        func serve() {
            while true {
                condition.wait()
                let work = state.withLock { state -> (@Sendable () -> Void)? in
                    guard state.head < state.waiting.count else { return nil }
                    let next = state.waiting[state.head]
                    state.head += 1
                    if state.head == state.waiting.count { (state.waiting, state.head) = ([], 0) }
                    return next
                }
                guard let work else {
                    if state.withLock({ $0.isClosed }) { return }
                    continue
                }
                work()
            }
        }
    }

    private let queue = Queue()
    private let lanes: Int

    /// Stack of a thread: lowering follows calls to a depth of 200.
    private static let stackBytes = 16 << 20

    /// A pool with `lanes` threads, at least one.
    package init(lanes: Int) {
        self.lanes = max(1, lanes)
        let queue = queue
        for lane in 0..<self.lanes {
            let thread = Thread { queue.serve() }
            thread.name = "evaluation \(lane)"
            thread.stackSize = Self.stackBytes
            thread.start()
        }
    }

    deinit { queue.close(lanes) }

    /// The result of `work`, computed on one of the threads.
    package func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.add { continuation.resume(returning: work()) }
        }
    }
}
