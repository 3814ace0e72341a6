/// What a model answered.
package struct ModelReply: Hashable, Codable, Sendable {
    /// The answer's text; the thinking text when a server put the whole answer there.
    package var text: String
    /// Why the answer ended, in the server's word (`stop`, `length`, …); nil when it did not say.
    package var finishReason: String?
    /// Tokens spent; nil when the server did not say.
    package var usage: TokenUsage?
    /// The model that answered, as the server names it; nil when it did not say.
    package var model: String?
    /// The server's own name for the call, for its operator's logs; nil when it gave none.
    package var requestID: String?

    /// An answer.
    package init(
        text: String, finishReason: String? = nil, usage: TokenUsage? = nil, model: String? = nil,
        requestID: String? = nil
    ) {
        self.text = text
        self.finishReason = finishReason
        self.usage = usage
        self.model = model
        self.requestID = requestID
    }
}
