import Evaluation
import GPUTiming

/// The figures by which a search learns which move relieves which bottleneck.
enum SearchMetrics {
    /// The metrics of a result: the evaluator's own, and the time lost to each kind of stall in nanoseconds.
    ///
    /// Shares would do less well: what halves the time and the stalls alike has the same shares as before.
    static func metrics(of result: EvaluationResult) -> [String: Double] {
        var metrics = result.metrics
        guard let summary = weightiest(result.summaries) else { return metrics }
        metrics.merge(summary.metrics) { own, _ in own }
        for stall in summary.stalls { metrics["stall_ns_\(stall.reason)"] = stall.share * summary.nanoseconds }
        metrics["idle_ns"] = (summary.metrics["idle_pct"] ?? 0) / 100 * summary.nanoseconds
        metrics["launches"] = Double(summary.launches.count)
        return metrics
    }

    /// The metric that stands for a bottleneck: what would have to become less.
    static func metric(of kind: Bottleneck.Kind) -> String {
        switch kind {
        case .launch: "launches"
        case .grid: "idle_ns"
        case .deviceMemoryBandwidth: "dram_read_bytes"
        case .cacheBandwidth, .l1Throughput: "global_sectors_ld"
        case .threadgroupMemory: "shared_wavefronts"
        case .arithmetic, .issue: "instructions"
        case .memoryLatency: name(of: .longScoreboard)
        case .dependency: name(of: .wait)
        case .threadgroupMemoryLatency: name(of: .shortScoreboard)
        case .barrier: name(of: .barrier)
        }
    }

    /// The summary of the size with the longest time, the first of equals; nil when there is none.
    static func weightiest(_ summaries: [TraceSummary]) -> TraceSummary? {
        summaries.reduce(nil) { longest, summary in
            guard let longest, longest.nanoseconds >= summary.nanoseconds else { return summary }
            return longest
        }
    }

    /// The name of the time lost to a kind of stall.
    private static func name(of reason: StallReason) -> String { "stall_ns_\(reason)" }
}
