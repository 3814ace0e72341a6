import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A model behind any server that speaks OpenAI's chat completions.
///
/// The key is read from the environment for each attempt, sent in one header, and kept nowhere.
package struct OpenAICompatibleModel: AgentModel {
    /// Looks up an environment variable.
    package typealias Environment = @Sendable (String) -> String?

    /// Where the server is.
    private let endpoint: ModelEndpoint
    /// Where keys are read.
    private let environment: Environment
    /// Measures and waits.
    private let timer: ModelTimer

    /// A model at `endpoint`.
    package init(
        endpoint: ModelEndpoint,
        environment: @escaping Environment = { ProcessInfo.processInfo.environment[$0] },
        timer: ModelTimer = .continuous
    ) {
        self.endpoint = endpoint
        self.environment = environment
        self.timer = timer
    }

    /// Sends the request, again where that can help, and returns the first answer.
    package func answer(
        _ request: ModelRequest, observer: @escaping AttemptObserver
    ) async throws(ModelFailure) -> ModelReply {
        var number = 0
        while true {
            number += 1
            let key = try readKey(attempts: number - 1)
            let start = timer.now()
            let attempt = await send(request, key: key)
            var record = ModelAttempt(
                request: request.id, number: number, status: attempt.status,
                latencyMilliseconds: timer.milliseconds(since: start), serverRequestID: attempt.serverRequestID)
            record.usage = attempt.usage
            let failure: ModelFailure
            switch attempt.outcome {
            case .success(let reply):
                await observer(record)
                return reply
            case .failure(let why):
                failure = why
            }
            record.failure = failure.code
            record.reason = failure.message
            let decision = endpoint.retries.decision(
                after: failure.code, attempt: number, headers: attempt.headers, id: request.id)
            switch decision {
            case .stop(let reason):
                await observer(record)
                let message = [failure.message, reason].compactMap { $0 }.joined(separator: "; ")
                throw ModelFailure(failure.code, message, attempts: number)
            case .retry(let wait):
                record.waitMilliseconds = wait
                await observer(record)
                do {
                    try await timer.sleep(.milliseconds(wait))
                } catch {
                    throw ModelFailure(.cancelled, "cancelled while waiting to retry", attempts: number)
                }
            }
        }
    }

    /// The key; empty when the endpoint wants none.
    private func readKey(attempts: Int) throws(ModelFailure) -> String {
        guard let variable = endpoint.keyVariable else { return "" }
        guard let key = environment(variable), !key.isEmpty else {
            throw ModelFailure(.auth, "the environment variable '\(variable)' is not set", attempts: attempts)
        }
        // Anything else in a header line would end it, or be sent as something other than what the user meant.
        guard key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw ModelFailure(
                .auth, "the environment variable '\(variable)' holds white space or characters no key has",
                attempts: attempts)
        }
        return key
    }

    /// What one sending brought.
    private struct Attempt {
        /// The HTTP status; nil when no answer came.
        var status: Int?
        /// The answer's headers, names in lower case.
        var headers: [String: String] = [:]
        /// The server's own name for the call.
        var serverRequestID: String?
        /// Tokens spent, also when the reply could not be used.
        var usage: TokenUsage?
        /// The reply, or why there is none.
        var outcome: Result<ModelReply, ModelFailure>
    }

    /// Sends the request once.
    private func send(_ request: ModelRequest, key: String) async -> Attempt {
        let redactor = Redactor(key: key)
        var call = URLRequest(url: endpoint.url)
        call.httpMethod = "POST"
        call.setValue("application/json", forHTTPHeaderField: "Content-Type")
        call.setValue("application/json", forHTTPHeaderField: "Accept")
        if !key.isEmpty { call.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        do {
            call.httpBody = try ChatCompletion.body(for: request, model: endpoint.model, dialect: endpoint.dialect)
        } catch {
            return Attempt(outcome: .failure(ModelFailure(.request, "the request cannot be written as JSON")))
        }
        switch await exchange(call) {
        case .success(let answer):
            return read(answer, redactor: redactor)
        case .failure(let failure):
            return Attempt(outcome: .failure(describe(failure, redactor: redactor)))
        }
    }

    /// The exchange, against the clock.
    private func exchange(_ call: URLRequest) async -> HTTPExchange.Outcome {
        var call = call
        // The session's own limit counts idle time only; it stays out of the way of ours.
        call.timeoutInterval = TimeInterval(endpoint.timeout.components.seconds) + 60
        let (request, limit, timer, timeout) = (call, endpoint.responseLimit, timer, endpoint.timeout)
        return await withTaskGroup(of: HTTPExchange.Outcome?.self) { group in
            group.addTask { await HTTPExchange.run(request, limit: limit) }
            group.addTask {
                do {
                    try await timer.sleep(timeout)
                    return .failure(.timeout)
                } catch {
                    return nil
                }
            }
            defer { group.cancelAll() }
            // A sleep cut short says nothing: the exchange hears of the cancellation too.
            for await outcome in group {
                if let outcome { return outcome }
            }
            return .failure(.cancelled)
        }
    }

    /// What an answer means.
    private func read(_ answer: HTTPAnswer, redactor: Redactor) -> Attempt {
        let body = JSONValue(text: answer.body)
        var attempt = Attempt(
            status: answer.status, headers: answer.headers,
            serverRequestID: answer.requestID.map(redactor.message), usage: body.flatMap(ChatCompletion.usage),
            outcome: .failure(ModelFailure(.malformed, "the answer (status \(answer.status)) is not JSON")))
        if (200..<300).contains(answer.status), body?["error"] == nil {
            guard let body else { return attempt }
            attempt.outcome = Result { () throws(ModelFailure) in
                try ChatCompletion.reply(in: body, requestID: attempt.serverRequestID)
            }
            .map { reply in
                var reply = reply
                reply.text = redactor.answer(reply.text)
                reply.model = reply.model.map(redactor.message)
                reply.finishReason = reply.finishReason.map(redactor.message)
                reply.requestID = reply.requestID.map(redactor.message)
                return reply
            }
            .mapError { ModelFailure($0.code, redactor.message($0.message)) }
            return attempt
        }
        if (300..<400).contains(answer.status) {
            let target = answer.headers["location"].map { " to '\(redactor.message($0))'" } ?? ""
            attempt.outcome = .failure(
                ModelFailure(
                    .request, "the server redirects\(target); redirects are not followed, correct the base URL"))
            return attempt
        }
        let code = FailureClassifier.code(status: answer.status, body: body)
        let text = FailureClassifier.message(in: body) ?? String(decoding: answer.body.prefix(2000), as: UTF8.self)
        let said = text.isEmpty ? "" : ": \(redactor.message(text))"
        attempt.outcome = .failure(ModelFailure(code, "the server answered with status \(answer.status)\(said)"))
        return attempt
    }

    /// A failed exchange in words.
    private func describe(_ failure: HTTPExchangeFailure, redactor: Redactor) -> ModelFailure {
        switch failure {
        case .tooLong(let limit):
            ModelFailure(.malformed, "the answer is longer than the \(limit) bytes allowed")
        case .cancelled:
            ModelFailure(.cancelled, "cancelled while waiting for the answer")
        case .timeout:
            ModelFailure(.timeout, "no answer within \(endpoint.timeout.components.seconds) s")
        case .network(let text):
            ModelFailure(.network, "no connection: \(redactor.message(text))")
        }
    }
}
