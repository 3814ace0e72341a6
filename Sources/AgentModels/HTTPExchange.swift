import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One HTTP request and its answer, with the body's length bounded and redirects refused.
///
/// A redirect is never followed: it would carry the key to wherever the answer points. It comes back as its 3xx status.
final class HTTPExchange: NSObject, URLSessionDataDelegate {
    /// What an exchange ends with.
    typealias Outcome = Result<HTTPAnswer, HTTPExchangeFailure>

    /// What the callbacks share.
    private struct State {
        /// Who waits; taken by whatever ends the exchange first.
        var waiter: CheckedContinuation<Outcome, Never>?
        /// How it ended, when that happened before anyone waited.
        var outcome: Outcome?
        /// The answer so far.
        var answer = HTTPAnswer(status: 0, headers: [:], body: Data())
    }

    /// Guards against callbacks, which come on the session's own queue.
    private let state = Mutex(State())
    /// The most bytes of body that are taken.
    private let limit: Int

    /// An exchange that takes at most `limit` bytes of body.
    private init(limit: Int) {
        self.limit = limit
    }

    /// Sends `request` and waits for the whole answer, or for the calling task's cancellation.
    static func run(_ request: URLRequest, limit: Int) async -> Outcome {
        let exchange = HTTPExchange(limit: limit)
        let settings = URLSessionConfiguration.ephemeral
        settings.httpCookieStorage = nil
        settings.httpShouldSetCookies = false
        settings.urlCache = nil
        settings.urlCredentialStorage = nil
        let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
        let task = session.dataTask(with: request)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if exchange.wait(continuation) { task.resume() }
            }
        } onCancel: {
            // The waiter is released here, not by the session, whose callbacks may come late or never.
            exchange.finish(.failure(.cancelled))
            task.cancel()
        }
        // A session holds its delegate and its connections until it is told to let go.
        session.invalidateAndCancel()
        return outcome
    }

    /// Registers the waiter; false when the exchange is over already and the waiter has been released.
    private func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
        let early = state.withLock { state -> Outcome? in
            if state.outcome == nil { state.waiter = continuation }
            return state.outcome
        }
        if let early { continuation.resume(returning: early) }
        return early == nil
    }

    /// Ends the exchange; only the first end counts.
    private func finish(_ outcome: Outcome) {
        let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: outcome)
    }

    /// Refuses every redirect.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        note(response)
        completionHandler(nil)
        // Some implementations fetch the redirect's body, others call back no more: the status is all we need.
        finish(.success(state.withLock(\.answer)))
    }

    /// Takes status and headers, and refuses a body that announces itself as too long.
    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        note(response)
        guard response.expectedContentLength <= Int64(limit) else {
            finish(.failure(.tooLong(limit: limit)))
            completionHandler(.cancel)
            return
        }
        completionHandler(.allow)
    }

    /// Collects the body up to the limit.
    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let fits = state.withLock { state in
            guard data.count <= limit - state.answer.body.count else { return false }
            state.answer.body.append(data)
            return true
        }
        guard !fits else { return }
        finish(.failure(.tooLong(limit: limit)))
        dataTask.cancel()
    }

    /// Ends the exchange with what was collected, or with the connection's error.
    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let error else { return finish(.success(state.withLock(\.answer))) }
        switch (error as? URLError)?.code {
        case .cancelled: finish(.failure(.cancelled))
        case .timedOut: finish(.failure(.timeout))
        default: finish(.failure(.network(error.localizedDescription)))
        }
    }

    /// Records an answer's status and headers.
    private func note(_ response: URLResponse) {
        guard let http = response as? HTTPURLResponse else { return }
        var headers: [String: String] = [:]
        for (name, value) in http.allHeaderFields {
            if let name = name as? String, let value = value as? String { headers[name.lowercased()] = value }
        }
        state.withLock { state in
            state.answer.status = http.statusCode
            state.answer.headers = headers
        }
    }
}
