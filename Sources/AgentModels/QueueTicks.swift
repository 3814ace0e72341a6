/// When to look into a manual queue's folder again: each element of the sequence is one look.
package struct QueueTicks: Sendable {
    /// Starts a sequence of ticks for one waiting request; its end ends the wait.
    package var start: @Sendable () -> AsyncStream<Void>

    /// Ticks from `start`.
    package init(start: @escaping @Sendable () -> AsyncStream<Void>) {
        self.start = start
    }

    /// A tick every `interval` of `clock`, until the waiting task is cancelled.
    ///
    /// Polling instead of file notifications: the folder may lie on a network share that another machine writes.
    package static func polling(
        every interval: Duration = .milliseconds(500), clock: some Clock<Duration> = ContinuousClock()
    ) -> QueueTicks {
        QueueTicks {
            AsyncStream {
                do {
                    try await clock.sleep(for: interval)
                    return ()
                } catch {
                    return nil
                }
            }
        }
    }
}
