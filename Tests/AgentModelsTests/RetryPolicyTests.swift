import AgentModels
import TestSupport
import Testing

/// Which failures are sent again, seen through the client.
@Suite struct RetryPolicyTests {
    /// What came of a first answer, when a second would succeed: the waits, and the failure's text if it gave up.
    private func outcome(
        _ first: FakeOpenAIServer.Response
    ) async throws -> (waits: [Int], failure: ModelFailure?) {
        try await FakeOpenAIServer.serve([first, .completion("ok")]) { server in
            let timer = TestTimer()
            let endpoint = try ModelEndpoint(baseURL: server.baseURL, model: "fake", timeout: TestTimer.limit)
            let model = OpenAICompatibleModel(endpoint: endpoint, timer: timer.timer)
            let request = ModelRequest(id: "r", agent: "a", role: "explorer", system: "", user: "u")
            do throws(ModelFailure) {
                _ = try await model.answer(request) { _ in }
                return (timer.waits, nil)
            } catch {
                return (timer.waits, error)
            }
        }
    }

    @Test(
        "A server's wish is followed, in each of its forms",
        arguments: [
            (["retry-after-ms": "250", "retry-after": "9"], 250),
            (["retry-after": "2"], 2000),
            (["retry-after": "0.0001"], 1),
            (["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT", "date": "Sun, 06 Nov 1994 08:49:37 GMT"], 10_000),
        ])
    func serverWait(headers: [String: String], wait: Int) async throws {
        let result = try await outcome(.text("", status: 429, headers: headers))
        #expect(result.waits == [wait])
        #expect(result.failure == nil)
    }

    @Test(
        "A wish that makes no sense is replaced by our own wait",
        arguments: ["soon", "-3", "0", "nan", "inf", "Sun, 06 Nov 1994 08:49:37 GMT", ""])
    func senseless(value: String) async throws {
        let headers = ["retry-after": value, "date": "Mon, 07 Nov 1994 08:49:37 GMT"]
        let result = try await outcome(.text("", status: 503, headers: headers))
        #expect((375...500).contains(try #require(result.waits.first)))
        #expect(result.failure == nil)
    }

    @Test("A wish for more than two minutes ends the request")
    func tooLong() async throws {
        let result = try await outcome(
            .failure(status: 429, message: "later", headers: ["retry-after": "3600"]))
        #expect(result.waits.isEmpty)
        #expect(
            result.failure
                == ModelFailure(
                    .rate,
                    "the server answered with status 429: later; the server asks to wait 3600 s, longer than the 120 s "
                        + "allowed", attempts: 1))
    }

    @Test(
        "The error's code decides before the status",
        arguments: [
            (429, "rate_limit_exceeded", nil),
            (429, "insufficient_quota", .quota),
            (400, "context_length_exceeded", .context),
            (400, "content_policy_violation", .content),
            (400, "invalid_value", .request),
            (401, "invalid_api_key", .auth),
            (402, "", .quota),
            (403, "", .auth),
            (404, "model_not_found", .request),
            (408, "", nil),
            (413, "", .context),
            (500, "", nil),
            (529, "overloaded_error", nil),
            (200, "", nil),
        ] as [(Int, String, ModelFailure.Code?)])
    func classification(status: Int, code: String, failure: ModelFailure.Code?) async throws {
        let result = try await outcome(.failure(status: status, code: code, message: "m"))
        #expect(result.failure?.code == failure)
        #expect(result.waits.count == (failure == nil ? 1 : 0))
    }

    @Test("A prompt that is too long is known by the server's words")
    func contextWords() async throws {
        let result = try await outcome(
            .failure(status: 400, message: "This model's maximum context length is 8192 tokens."))
        #expect(result.failure?.code == .context)
    }

    @Test("The server may allow or forbid another try, but not after the money is gone")
    func advice() async throws {
        let forbidden = try await outcome(.text("", status: 500, headers: ["x-should-retry": "false"]))
        #expect(forbidden.failure?.code == .server)
        let allowed = try await outcome(.text("", status: 400, headers: ["x-should-retry": "true"]))
        #expect(allowed.failure == nil)
        let broke = try await outcome(
            .failure(status: 429, code: "insufficient_quota", message: "", headers: ["x-should-retry": "true"]))
        #expect(broke.failure?.code == .quota)
    }
}
