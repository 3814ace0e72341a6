/// Why a resident warp did not issue in a cycle.
///
/// Names follow Nsight Compute's warp states; Xcode has no such stack, so Metal kernels use the same one.
package enum StallReason: UInt8, CaseIterable, Sendable, Codable {
    /// Not a stall: the cycle in which the warp issued.
    case selected
    /// A fixed-latency result was not ready.
    case wait
    /// A result from device memory was not ready.
    case longScoreboard
    /// A result from threadgroup memory or from another lane was not ready.
    case shortScoreboard
    /// The arithmetic pipe was busy.
    case mathPipe
    /// The queue to device memory was full.
    case memoryThrottle
    /// The queue to threadgroup memory or between lanes was full.
    case localThrottle
    /// Other warps of the threadgroup had not reached the barrier.
    case barrier
    /// A branch was being resolved.
    case branch
    /// Ready, but the scheduler issued another warp.
    case notSelected

    /// Room for every reason in the packed form `tick << 4 | reason`.
    static let bits: Int64 = 4

    /// The reason as a person reads it.
    package var title: String {
        switch self {
        case .selected: "issuing"
        case .wait: "arithmetic latency"
        case .longScoreboard: "device memory latency"
        case .shortScoreboard: "threadgroup memory or lane exchange latency"
        case .mathPipe: "arithmetic pipe busy"
        case .memoryThrottle: "device memory queue full"
        case .localThrottle: "threadgroup memory queue full"
        case .barrier: "barrier"
        case .branch: "branch"
        case .notSelected: "another warp was issued"
        }
    }

    /// The name of Nsight Compute's metric for this state; nil for none.
    package var nsightName: String {
        let part =
            switch self {
            case .selected: "selected"
            case .wait: "wait"
            case .longScoreboard: "long_scoreboard"
            case .shortScoreboard: "short_scoreboard"
            case .mathPipe: "math_pipe_throttle"
            case .memoryThrottle: "lg_throttle"
            case .localThrottle: "mio_throttle"
            case .barrier: "barrier"
            case .branch: "branch_resolving"
            case .notSelected: "not_selected"
            }
        return "smsp__average_warps_issue_stalled_\(part)_per_issue_active.ratio"
    }
}
