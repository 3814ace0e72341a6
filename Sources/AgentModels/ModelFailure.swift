/// Why a model gave no answer, after every retry that made sense.
package struct ModelFailure: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// The sort of failure, to decide on and to count.
    package struct Code: Hashable, Codable, Sendable, CustomStringConvertible {
        /// The closed list behind the open type.
        private enum Kind: String, Codable {
            case rate, overload, quota, auth, context, content, network, timeout, server, malformed, request, cancelled
        }

        /// Which one it is.
        private var kind: Kind

        /// Too many requests for now.
        package static let rate = Code(kind: .rate)
        /// The service as a whole is too busy.
        package static let overload = Code(kind: .overload)
        /// No money or allowance left; waiting does not help.
        package static let quota = Code(kind: .quota)
        /// The key is missing, wrong or not allowed to do this.
        package static let auth = Code(kind: .auth)
        /// The prompt is longer than the model can read.
        package static let context = Code(kind: .context)
        /// The model or a filter declined to answer.
        package static let content = Code(kind: .content)
        /// The server could not be reached or the connection broke.
        package static let network = Code(kind: .network)
        /// No answer within the time limit.
        package static let timeout = Code(kind: .timeout)
        /// The server failed.
        package static let server = Code(kind: .server)
        /// The answer could not be read.
        package static let malformed = Code(kind: .malformed)
        /// The request or the endpoint's settings are wrong; repeating it does not help.
        package static let request = Code(kind: .request)
        /// The caller stopped waiting.
        package static let cancelled = Code(kind: .cancelled)

        /// The code's one word, the form it is stored in.
        package var description: String { kind.rawValue }

        /// A code over one of the closed list.
        private init(kind: Kind) { self.kind = kind }

        /// Reads the one word.
        package init(from decoder: any Decoder) throws {
            kind = try decoder.singleValueContainer().decode(Kind.self)
        }

        /// Writes the one word.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(kind)
        }
    }

    /// The sort of failure.
    package var code: Code
    /// What happened, for a person; never holds a key.
    package var message: String
    /// How many times the request was sent.
    package var attempts: Int

    /// A failure.
    package init(_ code: Code, _ message: String, attempts: Int = 0) {
        self.code = code
        self.message = message
        self.attempts = attempts
    }

    /// `code: message (n attempts)`.
    package var description: String {
        switch attempts {
        case 0: "\(code): \(message)"
        case 1: "\(code): \(message) (1 attempt)"
        default: "\(code): \(message) (\(attempts) attempts)"
        }
    }
}
