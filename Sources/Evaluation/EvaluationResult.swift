package import GPUTiming

/// The modelled time of a candidate at one size.
package struct SizeTime: Codable, Hashable, Sendable {
    /// Name of the size in the task.
    package let size: String
    /// Modelled time of the whole launch plan in nanoseconds.
    package let nanoseconds: Double
    /// Stated relative error of sampling threadgroups; 0 where all were executed.
    package let samplingError: Double

    package init(size: String, nanoseconds: Double, samplingError: Double) {
        self.size = size
        self.nanoseconds = nanoseconds
        self.samplingError = samplingError
    }
}

/// Everything an evaluation of one candidate found. A pure function of task, chip, seed and candidate.
package struct EvaluationResult: Codable, Sendable {
    package let verdict: Verdict
    /// Times by size, in the task's order; empty unless the verdict is `correct`.
    package let times: [SizeTime]
    /// Weighted geometric mean of the times in nanoseconds; nil unless the verdict is `correct`.
    package let score: Double?
    /// Trace summary of each timed size, in the task's order.
    package let summaries: [TraceSummary]
    /// Metrics by name that the search learns from (of the size that weighs most).
    package let metrics: [String: Double]

    package init(
        verdict: Verdict, times: [SizeTime], score: Double?, summaries: [TraceSummary], metrics: [String: Double]
    ) {
        self.verdict = verdict
        self.times = times
        self.score = score
        self.summaries = summaries
        self.metrics = metrics
    }
}
