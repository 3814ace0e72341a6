/// A prompt ready to send.
package struct RenderedPrompt: Hashable, Sendable {
    /// The standing instructions.
    package var system: String
    /// The question.
    package var user: String

    /// A prompt.
    package init(system: String, user: String) {
        self.system = system
        self.user = user
    }
}
