/// One prompt put to a model, with everything that decides the answer.
package struct ModelRequest: Hashable, Codable, Sendable {
    /// The request's name, a function of configuration and seed alone; also the file name in a manual queue.
    package var id: String
    /// The asking agent's name.
    package var agent: String
    /// The asking agent's role, such as `explorer`.
    package var role: String
    /// The instructions that hold for the whole conversation.
    package var system: String
    /// The question itself.
    package var user: String
    /// The most tokens the answer may have.
    package var maxTokens: Int
    /// Sampling temperature; nil leaves it to the server.
    package var temperature: Double?
    /// Sampling seed, for servers that take one; nil sends none.
    package var seed: UInt64?

    /// A request.
    package init(
        id: String, agent: String, role: String, system: String, user: String, maxTokens: Int = 16_384,
        temperature: Double? = nil, seed: UInt64? = nil
    ) {
        self.id = id
        self.agent = agent
        self.role = role
        self.system = system
        self.user = user
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.seed = seed
    }

    /// The request id of an agent's `attempt` on a ticket, both from 0: `t000012.explorer.0`.
    ///
    /// Characters of `agent` other than ASCII letters, digits, `-` and `_` become `_`, so that the id is a file name.
    package static func identifier(ticket: Int, agent: String, attempt: Int) -> String {
        let digits = String(ticket)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let name = String(agent.unicodeScalars.map { isNameScalar($0) ? Character($0) : "_" })
        return "t\(padded).\(name).\(attempt)"
    }

    /// Whether `scalar` may stand in an agent's part of a request id.
    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
