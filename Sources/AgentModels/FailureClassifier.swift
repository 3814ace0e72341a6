/// Tells what a server's refusal means: by the error's code first, by the status only after that.
///
/// The order matters: a 429 means "slow down" or "no money left", and only the first passes by itself.
enum FailureClassifier {
    /// Error codes and types, as OpenAI, Anthropic, Gemini, llama.cpp and Ollama write them.
    private static let codes: [String: ModelFailure.Code] = [
        "insufficient_quota": .quota, "billing_hard_limit_reached": .quota, "billing_not_active": .quota,
        "billing_error": .quota, "enforced_spend_limit_reached": .quota, "insufficient_credits": .quota,
        "rate_limit_exceeded": .rate, "rate_limit_error": .rate, "resource_exhausted": .rate,
        "tokens_exceeded": .rate,
        "overloaded_error": .overload, "server_overloaded": .overload, "engine_overloaded": .overload,
        "slow_down": .overload, "unavailable": .overload, "unavailable_error": .overload,
        "invalid_api_key": .auth, "authentication_error": .auth, "permission_error": .auth, "unauthenticated": .auth,
        "permission_denied": .auth, "account_deactivated": .auth,
        "context_length_exceeded": .context, "exceed_context_size_error": .context, "request_too_large": .context,
        "content_filter": .content, "content_policy_violation": .content, "refusal": .content,
        "timeout_error": .timeout, "deadline_exceeded": .timeout,
        "server_error": .server, "api_error": .server, "internal": .server,
    ]

    /// Phrases by which servers without codes tell that the prompt is too long.
    private static let contextPhrases = [
        "maximum context length", "prompt is too long", "context window", "context size", "context length",
        "too many input tokens",
    ]

    /// What an answer with this status and body means.
    static func code(status: Int, body: JSONValue?) -> ModelFailure.Code {
        let error = body?["error"]
        let details = error?["details"]
        // The most telling field first: a spend limit comes as a `rate_limit_error` with details.
        for field in [details?["error_code"], error?["code"], error?["type"], error?["status"]] {
            if let name = field?.string?.lowercased(), let code = codes[name] { return code }
        }
        if (400..<500).contains(status), status != 429, let text = message(in: body)?.lowercased(),
            contextPhrases.contains(where: text.contains)
        {
            return .context
        }
        return code(status: status)
    }

    /// What a status means by itself.
    private static func code(status: Int) -> ModelFailure.Code {
        switch status {
        // An error inside a success: the server failed after it had begun to answer.
        case 200...299: .server
        case 401, 403, 407: .auth
        case 402: .quota
        case 408, 504: .timeout
        case 409, 500...502, 505...528, 530...599: .server
        case 413: .context
        case 429: .rate
        case 503, 529: .overload
        default: .request
        }
    }

    /// The error's text in any of the forms in use; nil when there is none.
    static func message(in body: JSONValue?) -> String? {
        let error = body?["error"]
        return error?["message"]?.string ?? error?.string ?? body?["message"]?.string ?? body?["detail"]?.string
    }
}
