/// A prompt template with its text, so that a journal can hold exactly what was asked.
package struct PromptFile: Hashable, Sendable {
    /// The path from the project's root.
    package var path: String
    /// The template.
    package var text: String
}
