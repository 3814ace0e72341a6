/// What one rule of the profiler found: a sentence, the figures behind it and what mending it would save at most.
package struct Finding: Sendable, Codable, Equatable {
    /// A figure that the rule looked at.
    package struct Evidence: Sendable, Codable, Equatable {
        /// Its name; a metric's key where there is one.
        package var key: String
        /// Its value, in the metric's unit.
        package var value: Double
    }

    /// Name of the rule, Nsight Compute's where it has one.
    package var rule: String
    /// What is wrong and what would help.
    package var sentence: String
    /// Share of the time that would be saved at most, 0 ... 1; null where the rule only explains.
    package var gain: Double?
    /// The figures, those that decided first.
    package var evidence: [Evidence]
    /// 1-based source lines that are most to blame, the first the most.
    package var lines: [Int]
}
