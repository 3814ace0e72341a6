import AgentModels
import Foundation
import TestSupport
import Testing

/// The client against a real server on the loopback interface.
@Suite struct OpenAICompatibleModelTests {
    /// A key that would be noticed anywhere.
    private static let key = "sk-test-0123456789abcdefghij"
    /// A request.
    private static let request = ModelRequest(
        id: "t000001.opt.0", agent: "opt", role: "optimizer", system: "Be brief.", user: "Faster, please.",
        maxTokens: 100, temperature: 0.5, seed: 0x1_0000_0007)

    /// A call's result, its records and what was waited for.
    private struct Call {
        var result: Result<ModelReply, ModelFailure>
        var attempts: [ModelAttempt]
        var waits: [Int]

        /// The failure, when there is one.
        var failure: ModelFailure? {
            guard case .failure(let failure) = result else { return nil }
            return failure
        }
    }

    /// Asks a server that plays `script`.
    private func ask(
        _ script: [FakeOpenAIServer.Response], limit: Int = 1 << 20, keyVariable: String? = "FAKE_KEY"
    ) async throws -> (call: Call, requests: [FakeOpenAIServer.Request]) {
        try await FakeOpenAIServer.serve(script) { server in
            let (timer, log) = (TestTimer(), AttemptLog())
            let endpoint = try ModelEndpoint(
                baseURL: server.baseURL, model: "fake", keyVariable: keyVariable, timeout: TestTimer.limit,
                retries: RetryPolicy(maxRetries: 2), responseLimit: limit)
            let model = OpenAICompatibleModel(
                endpoint: endpoint, environment: { $0 == "FAKE_KEY" ? Self.key : nil }, timer: timer.timer)
            let result = await Self.result(model, log)
            return (Call(result: result, attempts: log.attempts, waits: timer.waits), server.requests)
        }
    }

    /// The answer or failure.
    private static func result(_ model: OpenAICompatibleModel, _ log: AttemptLog) async -> Result<
        ModelReply, ModelFailure
    > {
        do throws(ModelFailure) {
            return .success(try await model.answer(request, observer: log.observer))
        } catch {
            return .failure(error)
        }
    }

    @Test("An answer brings text, usage, model and request id")
    func success() async throws {
        let (call, requests) = try await ask([.completion("kernel", headers: ["x-request-id": "req-9"])])
        let reply = try call.result.get()
        #expect(reply.text == "kernel")
        #expect(reply.finishReason == "stop")
        #expect(reply.usage == TokenUsage(input: 11, output: 7))
        #expect(reply.model == "fake-1")
        #expect(reply.requestID == "req-9")
        #expect(call.attempts.map(\.status) == [200])
        #expect(call.attempts.first?.usage == TokenUsage(input: 11, output: 7))
        let sent = try #require(requests.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/v1/chat/completions")
        #expect(sent.headers["authorization"] == "Bearer \(Self.key)")
        #expect(sent.headers["content-type"] == "application/json")
        let body = String(decoding: sent.body, as: UTF8.self)
        #expect(
            body == """
                {"max_tokens":100,"messages":[{"content":"Be brief.","role":"system"},\
                {"content":"Faster, please.","role":"user"}],"model":"fake","seed":7,"stream":false,"temperature":0.5}
                """)
    }

    @Test("Without a key variable no authorization is sent")
    func noKey() async throws {
        let (_, requests) = try await ask([.completion("x")], keyVariable: nil)
        #expect(requests.first?.headers["authorization"] == nil)
    }

    @Test("An unset key variable is named and nothing is sent")
    func unsetKey() async throws {
        let (call, requests) = try await ask([.completion("x")], keyVariable: "OTHER_KEY")
        #expect(call.failure == ModelFailure(.auth, "the environment variable 'OTHER_KEY' is not set"))
        #expect(requests.isEmpty)
    }

    @Test("A rate limit is waited out as long as the server asks")
    func rateLimit() async throws {
        let (call, requests) = try await ask([
            .failure(status: 429, code: "rate_limit_exceeded", message: "slow down", headers: ["Retry-After": "1.5"]),
            .completion("at last"),
        ])
        #expect(try call.result.get().text == "at last")
        #expect(call.waits == [1500])
        #expect(requests.count == 2)
        #expect(call.attempts.map(\.number) == [1, 2])
        #expect(call.attempts.map(\.status) == [429, 200])
        #expect(call.attempts.map(\.failure) == [.rate, nil])
        #expect(call.attempts.map(\.waitMilliseconds) == [1500, nil])
    }

    @Test("An exhausted quota is not retried although its status is 429")
    func quota() async throws {
        let (call, requests) = try await ask([
            .failure(status: 429, code: "insufficient_quota", message: "You exceeded your current quota"),
            .completion("never"),
        ])
        #expect(
            call.failure
                == ModelFailure(
                    .quota, "the server answered with status 429: You exceeded your current quota", attempts: 1))
        #expect(requests.count == 1)
        #expect(call.waits.isEmpty)
    }

    @Test("A failing server is tried again twice, with growing waits, then reported")
    func serverErrors() async throws {
        let (call, requests) = try await ask([])
        #expect(
            call.failure
                == ModelFailure(.server, "the server answered with status 500: the script is over", attempts: 3))
        #expect(requests.count == 3)
        #expect(call.waits.count == 2)
        #expect((375...500).contains(call.waits.first ?? 0))
        #expect((750...1000).contains(call.waits.last ?? 0))
        #expect(call.attempts.map(\.failure) == [.server, .server, .server])
    }

    @Test("The waits of a request are the same in every run")
    func deterministicJitter() async throws {
        let first = try await ask([])
        let second = try await ask([])
        #expect(first.call.waits == second.call.waits)
    }

    @Test("What is no JSON is reported and not paid for twice", arguments: ["", "{", "<html>busy</html>", "[]", "{}"])
    func malformed(body: String) async throws {
        let (call, requests) = try await ask([.text(body)])
        #expect(call.failure?.code == .malformed)
        #expect(requests.count == 1)
    }

    @Test("An answer longer than the limit is cut off")
    func hugeBody() async throws {
        let (call, requests) = try await ask([.text(String(repeating: "x", count: 300_000))], limit: 100_000)
        #expect(
            call.failure == ModelFailure(.malformed, "the answer is longer than the 100000 bytes allowed", attempts: 1))
        #expect(requests.count == 1)
    }

    @Test("Missing usage, unknown members, null content and thinking text are tolerated")
    func tolerance() async throws {
        let body = """
            {"choices":[{"message":{"content":null,"reasoning_content":"thought","x":[1,{}]},"finish_reason":null}],\
            "usage":{"prompt_tokens":-1},"timings":{"cache_n":3}}
            """
        let (call, _) = try await ask([.text(body)])
        #expect(try call.result.get() == ModelReply(text: "thought"))
    }

    @Test("Text parts of a list are joined")
    func contentParts() async throws {
        let body = #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"x"},{"text":"b"}]}}]}"#
        let (call, _) = try await ask([.text(body)])
        #expect(try call.result.get().text == "ab")
    }

    @Test("An error inside a successful answer is an error")
    func errorInside200() async throws {
        let (call, _) = try await ask([.failure(status: 200, code: "context_length_exceeded", message: "too long")])
        #expect(call.failure?.code == .context)
    }

    @Test("A refusal is told from an answer")
    func refusal() async throws {
        let (call, _) = try await ask([.text(#"{"choices":[{"message":{"content":null,"refusal":"No."}}]}"#)])
        #expect(call.failure == ModelFailure(.content, "the model declined: No.", attempts: 1))
    }

    @Test("The key never stands in an error, a record or a reply", arguments: [401, 200, 302])
    func redaction(status: Int) async throws {
        let (call, _) = try await ask([
            .text(
                #"{"error":{"message":"bad key \#(Self.key)!"}}"#, status: status,
                headers: ["Location": "http://127.0.0.1:1/?k=\(Self.key)", "x-request-id": Self.key])
        ])
        #expect(!"\(call)".contains(Self.key))
        #expect("\(call)".contains("[redacted]"))
        let (echo, _) = try await ask([.completion("your key is \(Self.key)")])
        #expect(try echo.result.get().text == "your key is [redacted]")
    }

    @Test("A redirect is never followed")
    func redirect() async throws {
        try await FakeOpenAIServer.serve([.completion("stolen")]) { thief in
            let (call, requests) = try await ask([
                .text("", status: 307, headers: ["Location": thief.baseURL + "/chat/completions"])
            ])
            #expect(call.failure?.code == .request)
            #expect(
                call.failure?.message
                    == "the server redirects to '\(thief.baseURL)/chat/completions'; redirects are not followed, "
                    + "correct the base URL")
            #expect(requests.count == 1)
            #expect(thief.requests.isEmpty)
        }
    }

    @Test("A server that never answers runs into the time limit")
    func timeout() async throws {
        try await FakeOpenAIServer.serve([.silence]) { server in
            let (timer, log) = (TestTimer(), AttemptLog())
            let endpoint = try ModelEndpoint(
                baseURL: server.baseURL, model: "fake", timeout: TestTimer.limit, retries: RetryPolicy(maxRetries: 0))
            let model = OpenAICompatibleModel(endpoint: endpoint, timer: timer.timer)
            async let result = Self.result(model, log)
            await server.waitForRequests(1)
            timer.expire()
            #expect(await result == .failure(ModelFailure(.timeout, "no answer within 300 s", attempts: 1)))
            #expect(log.attempts.map(\.failure) == [.timeout])
        }
    }

    @Test("A cancelled task stops waiting for the answer")
    func cancellation() async throws {
        try await FakeOpenAIServer.serve([.silence]) { server in
            let (timer, log) = (TestTimer(), AttemptLog())
            let endpoint = try ModelEndpoint(baseURL: server.baseURL, model: "fake", timeout: TestTimer.limit)
            let model = OpenAICompatibleModel(endpoint: endpoint, timer: timer.timer)
            let task = Task { await Self.result(model, log) }
            await server.waitForRequests(1)
            task.cancel()
            #expect(
                await task.value
                    == .failure(ModelFailure(.cancelled, "cancelled while waiting for the answer", attempts: 1)))
        }
    }

    @Test("Nobody listening is a network failure")
    func refused() async throws {
        // Port 1 belongs to a service nobody runs any more.
        let base = "http://127.0.0.1:1/v1"
        let (timer, log) = (TestTimer(), AttemptLog())
        let endpoint = try ModelEndpoint(
            baseURL: base, model: "fake", timeout: TestTimer.limit, retries: RetryPolicy(maxRetries: 1))
        let result = await Self.result(OpenAICompatibleModel(endpoint: endpoint, timer: timer.timer), log)
        guard case .failure(let failure) = result else {
            Issue.record("an answer came from nowhere")
            return
        }
        #expect(failure.code == .network)
        #expect(failure.attempts == 2)
    }

    @Test(
        "A base URL that cannot be used is refused with the reason",
        arguments: [
            ("ftp://host/v1", "the base URL 'ftp://host/v1' does not begin with http:// or https://"),
            ("http:///v1", "the base URL 'http:///v1' names no host"),
            ("http://me:secret@host/v1", "the base URL holds a user name or password; name a key variable instead"),
            ("http://host/v1?k=1", "the base URL 'http://host/v1?k=1' has a query or fragment; end it at the path"),
        ])
    func badBase(base: String, message: String) {
        #expect(throws: ModelFailure(.request, message)) { try ModelEndpoint(baseURL: base, model: "m") }
    }
}
