package import GPUTiming

/// Where a kernel's time goes at one size, line by line.
package struct KernelProfile: Sendable {
    /// The summary, with every line that was executed.
    package let summary: TraceSummary
    /// The launches in order.
    package let launches: [LaunchTime]
    /// The kernel of each launch.
    package let kernels: [String]
    /// Whether complete rows of the outputs were compared with the oracle on the way.
    package let isCompared: Bool

    /// A profile.
    package init(summary: TraceSummary, launches: [LaunchTime], kernels: [String], isCompared: Bool) {
        self.summary = summary
        self.launches = launches
        self.kernels = kernels
        self.isCompared = isCompared
    }
}
