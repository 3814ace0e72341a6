/// How a server's chat completions differ from the common ground, as facts instead of names.
package struct ModelDialect: Hashable, Sendable {
    /// The name of the field that bounds the answer's length.
    package enum LimitField: String, Hashable, Sendable {
        /// What nearly every compatible server reads.
        case maxTokens = "max_tokens"
        /// What OpenAI's own reasoning models require.
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// The role that carries the standing instructions.
    package enum InstructionRole: String, Hashable, Sendable {
        /// What nearly every compatible server reads.
        case system
        /// OpenAI's newer name.
        case developer
    }

    /// The field that bounds the answer's length.
    package var limitField: LimitField
    /// The role of the standing instructions.
    package var instructionRole: InstructionRole
    /// Whether a seed may be sent.
    package var takesSeed: Bool
    /// Whether a temperature may be sent.
    package var takesTemperature: Bool

    /// A dialect; the defaults are the common ground.
    package init(
        limitField: LimitField = .maxTokens, instructionRole: InstructionRole = .system, takesSeed: Bool = true,
        takesTemperature: Bool = true
    ) {
        self.limitField = limitField
        self.instructionRole = instructionRole
        self.takesSeed = takesSeed
        self.takesTemperature = takesTemperature
    }
}
