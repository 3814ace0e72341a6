import GPUTiming

/// What an evaluator is asked to do beyond its task and chip.
package struct EvaluatorSettings: Hashable, Sendable {
    /// The run's seed: inputs and sampled threadgroups follow from it.
    package var seed: UInt64
    /// How many evaluations compute at the same time; results do not depend on it.
    package var lanes: Int
    /// How many threads one launch may use in its evaluation; results do not depend on it.
    package var threads: Int
    /// Warp instructions that one launch's sample may take.
    package var sampleBudget: UInt64
    /// Names of the timed sizes to time; nil for all.
    package var timedSizes: Set<String>?
    /// Lane instructions that a candidate may execute at one size; nil for the task's own limits.
    package var instructionBudget: Int?

    package init(
        seed: UInt64, lanes: Int = 1, threads: Int = 1, sampleBudget: UInt64 = SamplePlan.usualBudget,
        timedSizes: Set<String>? = nil,
        instructionBudget: Int? = nil
    ) {
        self.seed = seed
        self.lanes = lanes
        self.threads = threads
        self.sampleBudget = sampleBudget
        self.timedSizes = timedSizes
        self.instructionBudget = instructionBudget
    }
}
