/// The two things a model needs of time: a monotonic reading and a wait. Tests hand in their own.
package struct ModelTimer: Sendable {
    /// A monotonic reading; only differences mean anything.
    package var now: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    /// A timer made of its two parts.
    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// A timer over `clock`, its zero now.
    package init<C: Clock>(clock: C) where C.Duration == Duration {
        let start = clock.now
        self.init(now: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }

    /// Real time.
    package static var continuous: ModelTimer { ModelTimer(clock: ContinuousClock()) }

    /// Whole milliseconds since `start`, never negative.
    func milliseconds(since start: Duration) -> Int {
        let passed = (now() - start).components
        let whole = passed.seconds.multipliedReportingOverflow(by: 1000)
        guard !whole.overflow else { return Int.max }
        return max(0, Int(clamping: whole.partialValue) + Int(passed.attoseconds / 1_000_000_000_000_000))
    }
}
