/// The modelled time of one launch and what was counted on the way.
package struct LaunchTime: Sendable {
    /// The whole launch, its fixed cost included.
    package var nanoseconds: Double
    /// Core cycles from the first threadgroup's start to the last one's end.
    package var cycles: Double
    /// Fixed cost of the launch.
    package var launchNanoseconds: Double
    /// Relative standard error that sampling adds; 0 when every threadgroup was executed, 1 when it is unknown.
    package var samplingError: Double
    /// Share of slot time without a threadgroup: waves that do not fill, and imbalance.
    package var idleShare: Double
    /// Threadgroups over what the cores hold at once.
    package var waves: Double
    /// Residency and its limit.
    package var occupancy: Occupancy
    /// Threadgroups of the launch.
    package var threadgroups: Int
    /// Threads of a threadgroup.
    package var threadsPerThreadgroup: Int
    /// Counts for the whole launch, scaled from the sample.
    var counters: CoreCounters
    /// Cores at work.
    package var cores: Int
    /// Stalled warp ticks by `StallReason.rawValue`.
    var stalls: [Double]
    /// By source line, in order of lines.
    var lines: [LineProfile]
    /// Warp instructions by `OperationClass.rawValue`.
    var mix: [Double] = []
    /// Bytes of private arrays of a thread that are in memory.
    var privateBytes = 0
    /// One core's history; nil unless it was asked for.
    package var timeline: CoreTimeline?
}

/// What one source line cost.
struct LineProfile: Sendable {
    /// 1-based line of the kernel, 0 where unknown.
    var line: Int32
    /// Warp instructions executed.
    var instructions: Double
    /// Stalled warp ticks by `StallReason.rawValue`.
    var stalls: [Double]
    /// 32-byte sectors moved.
    var sectors: Double
    /// Bank-conflict wavefronts.
    var conflicts: Double
    /// Of the sectors, those beyond the least that could have carried the bytes asked for.
    var excess = 0.0
    /// Warp instructions times active lanes.
    var lanes = 0.0

    /// Stalled warp ticks of all reasons, issuing left out.
    var stalled: Double { stalls.reduce(0, +) - stalls[Int(StallReason.selected.rawValue)] }
}
