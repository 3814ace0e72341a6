package import Foundation

/// A model that is a folder: each request becomes a file, and a person or another program writes the answer beside it.
///
/// There is no time limit, and nothing is kept in memory: after a restart the same request finds its answer, or waits on.
/// The format is described in `docs/manual-queue.md`.
package struct ManualModel: AgentModel {
    /// The folder's files.
    private let queue: ManualQueue
    /// When to look again.
    private let ticks: QueueTicks
    /// Measures how long an answer took.
    private let timer: ModelTimer

    /// A model that asks in `folder`, which is created when first needed.
    ///
    /// `answerLimit` is the most bytes of answer that are taken.
    package init(
        folder: URL, ticks: QueueTicks = .polling(), timer: ModelTimer = .continuous, answerLimit: Int = 1 << 20
    ) {
        self.queue = ManualQueue(folder: folder, answerLimit: answerLimit)
        self.ticks = ticks
        self.timer = timer
    }

    /// Writes the request unless it is there, then waits until the answer's file was the same at two looks in a row.
    ///
    /// Two looks, because not everyone renames a finished file into place.
    package func answer(
        _ request: ModelRequest, observer: @escaping AttemptObserver
    ) async throws(ModelFailure) -> ModelReply {
        guard ManualQueue.isValid(request.id) else {
            throw ModelFailure(.request, "the request id \(JSONText.quoted(request.id)) cannot be a file name")
        }
        let start = timer.now()
        var record = ModelAttempt(request: request.id, number: 1)
        do throws(ModelFailure) {
            try queue.write(request)
            let text = try await waitForAnswer(request.id)
            record.latencyMilliseconds = timer.milliseconds(since: start)
            await observer(record)
            return ModelReply(text: text, model: "manual", requestID: request.id)
        } catch {
            record.latencyMilliseconds = timer.milliseconds(since: start)
            record.failure = error.code
            record.reason = error.message
            await observer(record)
            throw error
        }
    }

    /// Looks at each tick until the answer is complete.
    private func waitForAnswer(_ id: String) async throws(ModelFailure) -> String {
        var last = queue.look(for: id)
        for await _ in ticks.start() {
            if Task.isCancelled { break }
            let now = queue.look(for: id)
            if let now, now == last { return try queue.read(id, sight: now) }
            last = now
        }
        throw ModelFailure(.cancelled, "cancelled while waiting for '\(queue.answer(id).path)'", attempts: 1)
    }
}
