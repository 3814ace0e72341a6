/// What the model thinks of a point before it costs an evaluation.
package struct CriticOpinion: Hashable, Sendable {
    /// Worth between 0 (surely wasted) and 1.
    package let score: Double
    /// Whether the evaluation should be refused.
    package let isVetoed: Bool
    /// Why, in one sentence.
    package let reason: String
}
