import Foundation
import Synchronization

/// A wish to stop, from outside a run; asked once, it stays.
package final class StopSignal: Sendable {
    /// What was asked, and who waits for it.
    private struct State {
        /// Whether a stop was requested.
        var isRequested = false
        /// Who waits.
        var waiting: [UUID: CheckedContinuation<Void, Never>] = [:]
    }

    /// Set on any thread, a signal handler's queue included.
    private let state = Mutex(State())

    /// A signal that nobody has given.
    package init() {}

    /// Whether a stop was requested.
    package var isRequested: Bool { state.withLock(\.isRequested) }

    /// Asks the run to stop; asking again changes nothing.
    package func request() {
        let waiting = state.withLock { state in
            state.isRequested = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when a stop was requested or the calling task was cancelled.
    func wait() async {
        let id = UUID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRequested || Task.isCancelled { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }
}
