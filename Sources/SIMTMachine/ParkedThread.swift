import Foundation
import Synchronization

/// A thread that executes one piece of work after another and waits in between: waking one takes a tenth of what starting one does.
///
/// `@unchecked Sendable`: `work` is written by whoever took the thread from `idle` and read by the thread alone, the semaphore
/// between them.
final class ParkedThread: @unchecked Sendable {
    private var work: Work?
    private let woken = DispatchSemaphore(value: 0)

    /// What to do and who waits for it.
    private struct Work {
        let body: @Sendable () -> Void
        let done: DispatchSemaphore
    }

    /// Those with nothing to do. As many are ever started as were busy at once.
    private static let idle = Mutex<[ParkedThread]>([])
    /// Stack of a thread: the engine does not recurse.
    private static let stackBytes = 1 << 20

    /// Executes `body` on a thread of its own and signals `done` afterwards.
    static func run(signalling done: DispatchSemaphore, _ body: @escaping @Sendable () -> Void) {
        let thread = idle.withLock { $0.popLast() } ?? ParkedThread()
        thread.work = Work(body: body, done: done)
        thread.woken.signal()
    }

    private init() {
        let thread = Thread { [self] in
            while true {
                woken.wait()
                guard let next = work else { continue }
                work = nil
                next.body()
                Self.idle.withLock { $0.append(self) }
                next.done.signal()
            }
        }
        thread.name = "threadgroups"
        thread.stackSize = Self.stackBytes
        thread.start()
    }
}
