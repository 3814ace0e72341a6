import Foundation

/// A whole HTTP answer.
struct HTTPAnswer: Sendable {
    /// The status code.
    var status: Int
    /// The header fields, names in lower case.
    var headers: [String: String]
    /// The body, at most as long as the exchange allows.
    var body: Data

    /// The server's own name for the call, under either of its usual names.
    var requestID: String? { headers["x-request-id"] ?? headers["request-id"] }
}

/// Why an exchange brought no answer.
enum HTTPExchangeFailure: Error, Hashable, Sendable {
    /// The body is longer than this many bytes.
    case tooLong(limit: Int)
    /// The task was cancelled.
    case cancelled
    /// No answer within the time limit.
    case timeout
    /// The connection could not be made or broke; the text is the system's.
    case network(String)
}
