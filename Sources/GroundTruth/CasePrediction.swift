package import GPUTiming

/// What the model says about one case.
package struct CasePrediction: Sendable {
    /// Name of the case.
    package let name: String
    /// Microseconds as the set measures them, its event floor included.
    package let microseconds: Double
    /// The launch as the model sees it.
    package let time: LaunchTime
    /// Counters by Nsight name, those that the model simulates.
    package let counters: [String: Double]
    /// What the prediction cost on this machine; no part of the prediction.
    package let cost: TimingCost
}
