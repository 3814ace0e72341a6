import Foundation

/// The chat completions wire format: what is sent, and a reading of what comes back that assumes little.
enum ChatCompletion {
    /// A message of the conversation.
    private struct Message: Encodable {
        let role: String
        let content: String
    }

    /// The request's body; absent fields are not sent.
    private struct Body: Encodable {
        let model: String
        let messages: [Message]
        let stream = false
        var max_tokens: Int?
        var max_completion_tokens: Int?
        var temperature: Double?
        var seed: Int?
    }

    /// The body that asks `model` for an answer; keys are sorted, so equal requests are equal bytes.
    static func body(for request: ModelRequest, model: String, dialect: ModelDialect) throws -> Data {
        var messages = [Message(role: "user", content: request.user)]
        if !request.system.isEmpty {
            messages.insert(Message(role: dialect.instructionRole.rawValue, content: request.system), at: 0)
        }
        var body = Body(model: model, messages: messages)
        switch dialect.limitField {
        case .maxTokens: body.max_tokens = request.maxTokens
        case .maxCompletionTokens: body.max_completion_tokens = request.maxTokens
        }
        if dialect.takesTemperature { body.temperature = request.temperature }
        // Servers disagree about the range; 31 bits fit all of them.
        if dialect.takesSeed { body.seed = request.seed.map { Int($0 & 0x7fff_ffff) } }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(body)
    }

    /// The reply in a successful answer's body.
    ///
    /// Unknown members are passed over. Throws `malformed` when there is no choice, `content` when the model declined.
    static func reply(in body: JSONValue, requestID: String?) throws(ModelFailure) -> ModelReply {
        guard let choice = body["choices"]?.first, let message = choice["message"] else {
            throw ModelFailure(.malformed, "the answer holds no choice with a message")
        }
        let finish = choice["finish_reason"]?.string
        var text = self.text(of: message["content"])
        if text.isEmpty {
            if let refusal = message["refusal"]?.string, !refusal.isEmpty {
                throw ModelFailure(.content, "the model declined: \(refusal)")
            }
            if finish == "content_filter" {
                throw ModelFailure(.content, "a content filter withheld the answer")
            }
            // A server with a wrong reasoning parser puts the whole answer here.
            text = message["reasoning_content"]?.string ?? message["reasoning"]?.string ?? ""
        }
        return ModelReply(
            text: text, finishReason: finish, usage: usage(in: body), model: body["model"]?.string,
            requestID: requestID ?? body["id"]?.string)
    }

    /// A message's text: a string, or the text parts of a list joined.
    private static func text(of content: JSONValue?) -> String {
        if let text = content?.string { return text }
        guard case .array(let parts) = content else { return "" }
        return parts.compactMap { $0["text"]?.string }.joined()
    }

    /// The tokens spent; nil when the server counted none.
    static func usage(in body: JSONValue) -> TokenUsage? {
        guard let usage = body["usage"], let input = usage["prompt_tokens"]?.count,
            let output = usage["completion_tokens"]?.count
        else { return nil }
        return TokenUsage(
            input: input, output: output, cachedInput: usage["prompt_tokens_details"]?["cached_tokens"]?.count,
            reasoning: usage["completion_tokens_details"]?["reasoning_tokens"]?.count)
    }
}
