import Foundation

extension FakeOpenAIServer.Response {
    /// A chat completion with `text`, in the shape of OpenAI's own.
    package static func completion(
        _ text: String, model: String = "fake-1", finishReason: String = "stop", inputTokens: Int = 11,
        outputTokens: Int = 7, headers: [String: String] = [:]
    ) -> Self {
        .json(
            [
                "id": "chatcmpl-1", "object": "chat.completion", "model": model,
                "choices": [
                    ["index": 0, "message": ["role": "assistant", "content": text], "finish_reason": finishReason]
                ],
                "usage": [
                    "prompt_tokens": inputTokens, "completion_tokens": outputTokens,
                    "total_tokens": inputTokens + outputTokens,
                ],
            ], headers: headers)
    }

    /// An error in OpenAI's shape.
    package static func failure(
        status: Int, code: String? = nil, message: String, headers: [String: String] = [:]
    ) -> Self {
        var error: [String: Any] = ["message": message, "type": "error"]
        if let code { error["code"] = code }
        return .json(["error": error], status: status, headers: headers)
    }

    /// An answer whose body is `text`, whatever that is.
    package static func text(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Self {
        .answer(status: status, headers: headers, body: Data(text.utf8))
    }

    /// A JSON answer; keys are sorted.
    private static func json(_ value: [String: Any], status: Int = 200, headers: [String: String] = [:]) -> Self {
        // The values come from this file, so writing them cannot fail; an empty body would show if it did.
        let body = (try? JSONSerialization.data(withJSONObject: value, options: .sortedKeys)) ?? Data()
        return .answer(
            status: status, headers: headers.merging(["Content-Type": "application/json"]) { $1 }, body: body)
    }
}
