/// What a prediction took on the machine that made it, timing compared with plain execution.
package struct TimingCost: Sendable {
    /// Warp instructions that were only counted.
    package var plainInstructions = 0.0
    /// Seconds that took.
    package var plainSeconds = 0.0
    /// Warp instructions that were traced and timed.
    package var timedInstructions = 0.0
    /// Seconds that took.
    package var timedSeconds = 0.0

    /// Nothing spent.
    package init() {}

    /// Adds the cost of one launch.
    mutating func add(
        plainInstructions: Double, in plainTime: Duration, timedInstructions: Double, in timedTime: Duration
    ) {
        self.plainInstructions += plainInstructions
        plainSeconds += plainTime / .seconds(1)
        self.timedInstructions += timedInstructions
        timedSeconds += timedTime / .seconds(1)
    }

    /// How many times longer timing a warp instruction takes than executing it, over all of `costs`; nil where nothing
    /// was measured.
    package static func ratio(_ costs: [TimingCost]) -> Double? {
        var sum = TimingCost()
        for cost in costs {
            sum.plainInstructions += cost.plainInstructions
            sum.plainSeconds += cost.plainSeconds
            sum.timedInstructions += cost.timedInstructions
            sum.timedSeconds += cost.timedSeconds
        }
        guard sum.plainInstructions > 0, sum.plainSeconds > 0, sum.timedInstructions > 0 else { return nil }
        return (sum.timedSeconds / sum.timedInstructions) / (sum.plainSeconds / sum.plainInstructions)
    }
}
