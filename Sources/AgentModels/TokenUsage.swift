/// The tokens one call took, as the server counted them.
package struct TokenUsage: Hashable, Codable, Sendable {
    /// Tokens of the prompt.
    package var input: Int
    /// Tokens of the answer, thinking included.
    package var output: Int
    /// Prompt tokens read from the server's cache; nil when the server does not say.
    package var cachedInput: Int?
    /// Answer tokens spent on thinking; nil when the server does not say.
    package var reasoning: Int?

    /// A count of tokens.
    package init(input: Int, output: Int, cachedInput: Int? = nil, reasoning: Int? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.reasoning = reasoning
    }
}
