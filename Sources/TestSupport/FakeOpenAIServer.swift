import FlyingFox
import FlyingSocks
package import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that plays an OpenAI-compatible service from a script and records what it was asked.
package final class FakeOpenAIServer: Sendable {
    /// A request as it arrived.
    package struct Request: Sendable {
        /// The method, such as `POST`.
        package var method: String
        /// The path, such as `/v1/chat/completions`.
        package var path: String
        /// The header fields, names in lower case.
        package var headers: [String: String]
        /// The body.
        package var body: Data
    }

    /// One step of the script.
    package enum Response: Sendable {
        /// An answer.
        case answer(status: Int, headers: [String: String] = [:], body: Data = Data())
        /// No answer for as long as the server runs.
        case silence
    }

    /// Chooses the response to a request; the number counts requests from 0.
    package typealias Responder = @Sendable (Request, Int) -> Response

    /// What arrived, and who waits for more.
    private struct State {
        var requests: [Request] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// Requests come on any thread.
    private let state = Mutex(State())
    /// The port the system chose.
    private let port = Mutex<UInt16>(0)
    /// What is answered.
    private let responder: Responder

    /// A server that answers by `responder`; `serve` runs it.
    private init(responder: @escaping Responder) {
        self.responder = responder
    }

    /// The base URL to configure a model with.
    package var baseURL: String { "http://127.0.0.1:\(port.withLock { $0 })/v1" }

    /// Everything that arrived, in order.
    package var requests: [Request] { state.withLock(\.requests) }

    /// Runs a server that gives the responses of `script` in order, and status 500 after them, while `body` runs.
    package static func serve<Result>(
        _ script: [Response], _ body: (FakeOpenAIServer) async throws -> Result
    ) async throws -> Result {
        try await serve(
            by: { _, number in
                number < script.count ? script[number] : .failure(status: 500, message: "the script is over")
            }, body)
    }

    /// Runs a server that answers by `responder` while `body` runs.
    package static func serve<Result>(
        by responder: @escaping Responder, _ body: (FakeOpenAIServer) async throws -> Result
    ) async throws -> Result {
        let fake = FakeOpenAIServer(responder: responder)
        // The library's own limit on an answer's time would end a silence.
        let server = HTTPServer(
            address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), timeout: 86_400, logger: .disabled)
        await server.appendRoute("*") { request in try await fake.respond(to: request) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            // On a machine whose cores are all taken, starting takes longer than the library waits by itself.
            try await server.waitUntilListening(timeout: 600)
            if case .ip4(_, let port) = await server.listeningAddress { fake.port.withLock { $0 = port } }
            let result = try await body(fake)
            await server.stop()
            group.cancelAll()
            // A stopped server ends with an error of its own making.
            while await group.nextResult() != nil {}
            return result
        }
    }

    /// Waits until `count` requests have arrived.
    package func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Records a request and plays its response.
    private func respond(to request: HTTPRequest) async throws -> HTTPResponse {
        var headers: [String: String] = [:]
        for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
        let record = Request(
            method: request.method.rawValue, path: request.path, headers: headers, body: try await request.bodyData)
        let (number, ready) = state.withLock { state in
            state.requests.append(record)
            let ready = state.waiters.filter { $0.count <= state.requests.count }
            state.waiters.removeAll { $0.count <= state.requests.count }
            return (state.requests.count - 1, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        switch responder(record, number) {
        case .answer(let status, let fields, let body):
            var headers = HTTPHeaders()
            for (name, value) in fields { headers[HTTPHeader(name)] = value }
            return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: "Status"), headers: headers, body: body)
        case .silence:
            let (stream, continuation) = AsyncStream<Never>.makeStream()
            for await _ in stream {}
            continuation.finish()
            throw CancellationError()
        }
    }
}
