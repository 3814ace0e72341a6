/// Receives each attempt as soon as it is over, before any wait for the next.
package typealias AttemptObserver = @Sendable (ModelAttempt) async -> Void

/// Something that answers a prompt: a server, a person at a queue folder, or a recorded run.
///
/// A model does not limit how many requests are in flight; its caller does.
package protocol AgentModel: Sendable {
    /// The answer to `request`; throws when there is none, `cancelled` when the calling task was cancelled.
    func answer(
        _ request: ModelRequest, observer: @escaping AttemptObserver
    ) async throws(ModelFailure) -> ModelReply
}
