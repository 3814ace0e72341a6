import Foundation

/// Where an OpenAI-compatible server is and how to talk to it. Holds no key, only the name of its variable.
package struct ModelEndpoint: Sendable {
    /// Where chat completions are posted.
    let url: URL
    /// The model asked for, as the server names it.
    package let model: String
    /// The environment variable that holds the key; nil when the server wants none.
    package let keyVariable: String?
    /// What the server reads.
    package let dialect: ModelDialect
    /// The longest one attempt may take.
    package let timeout: Duration
    /// When to send again.
    package let retries: RetryPolicy
    /// The most bytes of answer that are taken.
    package let responseLimit: Int

    /// An endpoint under `baseURL`, such as `http://localhost:11434/v1`; throws when that is no plain HTTP address.
    package init(
        baseURL: String, model: String, keyVariable: String? = nil, dialect: ModelDialect = ModelDialect(),
        timeout: Duration = .seconds(600), retries: RetryPolicy = RetryPolicy(), responseLimit: Int = 8 << 20
    ) throws(ModelFailure) {
        self.url = try Self.completions(under: baseURL)
        self.model = model
        self.keyVariable = keyVariable
        self.dialect = dialect
        self.timeout = timeout
        self.retries = retries
        self.responseLimit = responseLimit
    }

    /// The chat completions address under `base`.
    private static func completions(under base: String) throws(ModelFailure) -> URL {
        // A name and password must not reach a message, so nothing of the text is repeated before this check.
        guard var parts = URLComponents(string: base) else {
            throw ModelFailure(.request, "the base URL is not a URL")
        }
        guard parts.user == nil, parts.password == nil else {
            throw ModelFailure(.request, "the base URL holds a user name or password; name a key variable instead")
        }
        guard let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
            throw ModelFailure(.request, "the base URL '\(base)' does not begin with http:// or https://")
        }
        guard let host = parts.host, !host.isEmpty else {
            throw ModelFailure(.request, "the base URL '\(base)' names no host")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw ModelFailure(.request, "the base URL '\(base)' has a query or fragment; end it at the path")
        }
        while parts.percentEncodedPath.hasSuffix("/") { parts.percentEncodedPath.removeLast() }
        parts.percentEncodedPath += "/chat/completions"
        guard let url = parts.url else { throw ModelFailure(.request, "the base URL '\(base)' is not a URL") }
        return url
    }
}
