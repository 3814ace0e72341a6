/// Answers from a recorded run; nothing leaves the process.
package struct RecordedModel: AgentModel {
    /// What was answered to each request id.
    private let answers: [String: Result<ModelReply, ModelFailure>]

    /// A model that gives `answers`, keyed by request id.
    package init(answers: [String: Result<ModelReply, ModelFailure>]) {
        self.answers = answers
    }

    /// The recorded reply or failure; a request that was never recorded fails with code `request`.
    ///
    /// The observer hears nothing: no attempt is made.
    package func answer(
        _ request: ModelRequest, observer: @escaping AttemptObserver
    ) async throws(ModelFailure) -> ModelReply {
        guard let recorded = answers[request.id] else {
            throw ModelFailure(.request, "the record holds no answer to request '\(request.id)'")
        }
        return try recorded.get()
    }
}
