package import AgentModels

/// What a run uses and what does not decide anything in it.
package struct RunServices: Sendable {
    /// What measures candidates.
    package var evaluator: any EvaluationService
    /// What answers prompts, by the model's name in the configuration.
    package var models: [String: any AgentModel]
    /// The most evaluations at once.
    package var jobs: Int
    /// How the run is stopped from outside.
    package var stop: StopSignal
    /// What the machine is, for the record: notes such as the configuration's path.
    package var environment: [String: String]
    /// Hears what happens, in order; must return soon.
    package var progress: @Sendable (ProgressEvent) -> Void

    /// Services; the defaults evaluate one candidate at a time and tell nobody.
    package init(
        evaluator: any EvaluationService, models: [String: any AgentModel] = [:], jobs: Int = 1,
        stop: StopSignal = StopSignal(), environment: [String: String] = [:],
        progress: @escaping @Sendable (ProgressEvent) -> Void = { _ in }
    ) {
        self.evaluator = evaluator
        self.models = models
        self.jobs = max(1, jobs)
        self.stop = stop
        self.environment = environment
        self.progress = progress
    }
}
