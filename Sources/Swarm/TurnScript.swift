/// Says in which order results take effect, where that was decided before: a recorded run.
protocol TurnScript: Sendable {
    /// The work whose result is the decision after `count` decisions; nil when the record does not say.
    func turn(after count: Int) -> WorkKey?
}
