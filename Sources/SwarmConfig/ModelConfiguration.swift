import Diagnostics
import StrictYAML

/// One model that answers prompts, without any secret in it.
package struct ModelConfiguration: Hashable, Sendable {
    /// What kind of thing answers.
    package enum Provider: String, CaseIterable, Hashable, Sendable {
        /// The embedded search: no key, no network.
        case offline
        /// A folder where a person or another program writes the answers.
        case manual
        /// A server that speaks OpenAI's chat completions.
        case openAICompatible = "openai-compatible"
    }

    /// What agents call it.
    package var name: String
    /// What kind of thing answers.
    package var provider: Provider
    /// The server's address, variables replaced; nil unless a server answers.
    package var baseURL: String?
    /// The address as written, which may name variables but never holds their values.
    package var baseURLAsWritten: String?
    /// The model as the server names it.
    package var model: String?
    /// The environment variable that holds the key; nil when the server wants none.
    package var keyVariable: String?
    /// The longest one attempt may take, in seconds.
    package var timeoutSeconds = 600
    /// How often a failed request is sent again.
    package var retries = 4
    /// The sampling temperature, unless the agent has its own.
    package var temperature: Double?
    /// The longest answer in tokens, unless the agent has its own.
    package var maxTokens: Int?
    /// The folder of a manual model, a path from the project's root; nil for one inside the run's folder.
    package var queue: String?
    /// What tokens cost; nil when unknown, which is not the same as free.
    package var price: ModelPrice?

    /// A model of a provider.
    init(name: String, provider: Provider) {
        self.name = name
        self.provider = provider
    }

    /// The fields.
    enum Fields {
        static let extends = Field(
            "extends", .string, "Another declared model whose fields hold where this one gives none.")
        static let provider = Field(
            "provider", YAMLShape<Provider>.choice, required: true, "What kind of thing answers.")
        static let baseURL = Field(
            "base_url", .string, "openai-compatible: the address that /chat/completions is put after.")
        static let model = Field("model", .string, "openai-compatible: the model as the server names it.")
        static let keyVariable = Field(
            "api_key_env", environmentName,
            "openai-compatible: the NAME of the environment variable that holds the key.")
        static let timeout = Field(
            "timeout_s", .integer(1...86_400),
            "openai-compatible: the longest one attempt may take, in seconds; 600 unless given.")
        static let retries = Field(
            "retries", .integer(0...20), "openai-compatible: how often a failed request is sent again; 4 unless given.")
        static let temperature = Field(
            "temperature", .number(0...2), "The sampling temperature, unless the agent has its own.")
        static let maxTokens = Field(
            "max_tokens", .integer(1...1_000_000), "The longest answer in tokens, unless the agent has its own.")
        static let queue = Field(
            "queue", .string,
            "manual: the folder of requests, a path from the project's root; inside the run's folder unless given.")
        static let price = Field("price", ModelPrice.shape, "What tokens cost; unknown unless given.")
        static let table = FieldTable(
            "a model",
            [
                extends.row, provider.row, baseURL.row, model.row, keyVariable.row, timeout.row, retries.row,
                temperature.row, maxTokens.row, queue.row, price.row,
            ], isLayered: true)
    }

    /// The keys that mean something to a provider.
    private static func keys(of provider: Provider) -> Set<String> {
        switch provider {
        case .offline: ["extends", "provider"]
        case .manual: ["extends", "provider", "queue"]
        case .openAICompatible: Set(Fields.table.keys).subtracting(["queue"])
        }
    }

    /// The name of an environment variable, upper case so that no key passes for one.
    ///
    /// Messages do not repeat what was given, and its line is shown no more: it may be a key.
    private static let environmentName = YAMLShape<String>(
        schema: .object([.init("type", .string("string")), .init("pattern", .string("^[A-Z_][A-Z0-9_]{0,127}$"))])
    ) { reader in
        if case .text(let text) = reader.scalar?.value, EnvironmentExpansion.isName(text), text == text.uppercased() {
            return text
        }
        reader.sink.hideLine(of: reader.location)
        reader.error(
            "\(reader.label) must be the name of an environment variable, in upper case",
            hint: "keys are not written in files; write the variable's name, such as OPENAI_API_KEY")
        return nil
    }

    /// Reads the model `name`; nil when a finding leaves no model.
    static func read(_ reader: YAMLReader, name: String) -> ModelConfiguration? {
        guard let map = reader.mapping(Fields.table) else { return nil }
        let provider = map.value(Fields.provider)
        let baseURL = map.value(Fields.baseURL)
        let model = map.value(Fields.model)
        guard let provider else { return nil }
        var configuration = ModelConfiguration(name: name, provider: provider)
        configuration.keyVariable = map.value(Fields.keyVariable)
        configuration.timeoutSeconds = map.value(Fields.timeout) ?? configuration.timeoutSeconds
        configuration.retries = map.value(Fields.retries) ?? configuration.retries
        configuration.temperature = map.value(Fields.temperature)
        configuration.maxTokens = map.value(Fields.maxTokens)
        configuration.queue = map.value(Fields.queue)
        configuration.price = map.value(Fields.price)
        for key in Fields.table.keys where !keys(of: provider).contains(key) {
            if let place = map.location(of: key) {
                reader.error(
                    "'\(key)' means nothing to the provider '\(provider.rawValue)'", at: place, hint: "remove it")
            }
        }
        if provider == .openAICompatible {
            for key in ["base_url", "model"] where !map.has(key) {
                reader.error("missing key '\(key)' in a model of the provider '\(provider.rawValue)'")
            }
            configuration.model = model
            configuration.baseURL = baseURL
            configuration.baseURLAsWritten = map.reader("base_url")?.scalar?.raw
            if let baseURL, let address = map.reader("base_url") { check(baseURL, address) }
        }
        return configuration
    }

    /// Reports a base URL that is no HTTP address or that holds a name and password.
    private static func check(_ url: String, _ reader: YAMLReader) {
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: url.lowercased().hasPrefix) else {
            reader.error("'base_url' must begin with http:// or https://")
            return
        }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            reader.sink.hideLine(of: reader.location)
            reader.error("'base_url' must not hold a user name or password", hint: "name a variable: api_key_env: NAME")
        } else if authority.isEmpty {
            reader.error("'base_url' names no host")
        } else if url.contains("?") || url.contains("#") {
            reader.error("'base_url' must end at the path, without '?' or '#'")
        }
    }

    /// The model written inline as `text`: `offline`, `manual`, `openai/NAME` or `ollama/NAME`; nil for anything else.
    ///
    /// The name ends at the text's end: `openai/meta/llama` is the model `meta/llama`.
    static func inline(_ text: String) -> ModelConfiguration? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count == 2 ? parts[1] : nil) {
        case ("offline", nil): return ModelConfiguration(name: text, provider: .offline)
        case ("manual", nil): return ModelConfiguration(name: text, provider: .manual)
        case ("openai", let model?) where !model.isEmpty:
            return server(text, at: "https://api.openai.com/v1", model: model, keyVariable: "OPENAI_API_KEY")
        case ("ollama", let model?) where !model.isEmpty:
            return server(text, at: "http://localhost:11434/v1", model: model, keyVariable: nil)
        default: return nil
        }
    }

    /// A model on a server.
    private static func server(
        _ name: String, at baseURL: String, model: String, keyVariable: String?
    ) -> ModelConfiguration {
        var configuration = ModelConfiguration(name: name, provider: .openAICompatible)
        configuration.baseURL = baseURL
        configuration.baseURLAsWritten = baseURL
        configuration.model = model
        configuration.keyVariable = keyVariable
        return configuration
    }

    /// The model as JSON: the address as written, so that no variable's value is in it.
    var json: JSONValue {
        var members: [JSONValue.Member] = [.init("provider", .string(provider.rawValue))]
        let texts = [("base_url", baseURLAsWritten), ("model", model), ("api_key_env", keyVariable), ("queue", queue)]
        members += texts.compactMap { key, value in value.map { .init(key, .string($0)) } }
        if provider == .openAICompatible {
            members += [.init("timeout_s", .integer(timeoutSeconds)), .init("retries", .integer(retries))]
        }
        if let temperature { members.append(.init("temperature", .number(temperature))) }
        if let maxTokens { members.append(.init("max_tokens", .integer(maxTokens))) }
        if let price {
            members.append(
                .init(
                    "price_nanodollars_per_token",
                    .object([
                        .init("input", .integer(price.inputNanodollars)),
                        .init("output", .integer(price.outputNanodollars)),
                    ])))
        }
        return .object(members)
    }
}
