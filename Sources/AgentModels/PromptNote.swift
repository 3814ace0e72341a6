/// What another agent said: a hint or a critique.
package struct PromptNote: Hashable, Sendable {
    /// Who said it.
    package var agent: String
    /// What was said; it is fenced in the prompt.
    package var text: String

    /// A note.
    package init(agent: String, text: String) {
        self.agent = agent
        self.text = text
    }
}
