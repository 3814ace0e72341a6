/// One sending of a request, for the record of what was observed; it decides nothing.
package struct ModelAttempt: Hashable, Codable, Sendable {
    /// The request's id.
    package var request: String
    /// Which sending this was, from 1.
    package var number: Int
    /// The HTTP status; nil when no answer came or the model is not a server.
    package var status: Int?
    /// The failure's code; nil when the attempt gave an answer.
    package var failure: ModelFailure.Code?
    /// Why it failed, or what was unusual; nil when there is nothing to say.
    package var reason: String?
    /// Milliseconds from sending to the end of the answer.
    package var latencyMilliseconds: Int
    /// Milliseconds waited before the next attempt; nil when there is none.
    package var waitMilliseconds: Int?
    /// Tokens spent; nil when the server did not say.
    package var usage: TokenUsage?
    /// The server's own name for the call; nil when it gave none.
    package var serverRequestID: String?

    /// A record of one attempt.
    package init(
        request: String, number: Int, status: Int? = nil, failure: ModelFailure.Code? = nil, reason: String? = nil,
        latencyMilliseconds: Int = 0, waitMilliseconds: Int? = nil, usage: TokenUsage? = nil,
        serverRequestID: String? = nil
    ) {
        self.request = request
        self.number = number
        self.status = status
        self.failure = failure
        self.reason = reason
        self.latencyMilliseconds = latencyMilliseconds
        self.waitMilliseconds = waitMilliseconds
        self.usage = usage
        self.serverRequestID = serverRequestID
    }
}
