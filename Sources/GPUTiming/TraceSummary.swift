/// What a kernel's time is made of: the bottleneck first, then the evidence.
///
/// The JSON form is this type's coding, `version` 1. Shares are 0 ... 1; a metric's name is the vendor's for the GPU's
/// dialect (Nsight Compute, or Xcode's counters); its value is null where the model does not simulate it.
package struct TraceSummary: Sendable, Codable, Equatable {
    /// A counter or rate.
    package struct Metric: Sendable, Codable, Equatable {
        /// Our name, the same for both vendors.
        package var key: String
        /// The vendor's name; null where it has none.
        package var name: String?
        /// The value; null where it is not simulated.
        package var value: Double?
    }

    /// One reason's share of the stalled warp time.
    package struct Stall: Sendable, Codable, Equatable {
        /// Name of the reason.
        package var reason: String
        /// The reason for people.
        package var title: String
        /// Share of the stalled warp time.
        package var share: Double

    }

    /// One source line.
    package struct Line: Sendable, Codable, Equatable {
        /// 1-based line in the kernel.
        package var line: Int
        /// Share of the stalled warp time.
        package var stallShare: Double
        /// Its commonest reason.
        package var reason: String
        /// Share of the moved sectors.
        package var trafficShare: Double
        /// Bytes moved.
        package var bytes: Double
        /// Bank-conflict wavefronts.
        package var conflicts: Double
        /// Warp instructions executed.
        package var instructions: Double
        /// Of the bytes moved, those that nobody asked for; null in version 1.
        package var excessBytes: Double?
        /// Active lanes per instruction; null in version 1.
        package var lanes: Double?
    }

    /// One launch.
    package struct Launch: Sendable, Codable, Equatable {
        /// Modelled time, fixed launch cost included.
        package var nanoseconds: Double
        /// Threadgroups of the grid.
        package var threadgroups: Int
        /// Threads of a threadgroup.
        package var threadsPerThreadgroup: Int
        /// Threadgroups over what the cores hold at once.
        package var waves: Double
        /// Residency and its limit.
        package var occupancy: Occupancy
        /// Relative standard error by sampling.
        package var samplingError: Double
    }

    /// Version of the JSON form: 2 has `findings` and two more figures of a line.
    package var version = 2
    /// Name of the GPU.
    package var gpu: String
    /// Share of the GPU's parameters that are estimates.
    package var estimatedShare: Double
    /// The size that was timed.
    package var size: String
    /// Modelled time, fixed launch cost included.
    package var nanoseconds: Double
    /// Relative standard error by sampling threadgroups, of the whole time.
    package var samplingError: Double
    /// What holds the kernel back most.
    package var bottleneck: Bottleneck
    /// The launches in order.
    package var launches: [Launch]
    /// By share, the largest first; issuing is left out.
    package var stalls: [Stall]
    /// The hottest lines, at most ten unless more were asked for.
    package var lines: [Line]
    /// What the profiler's rules found, the greatest gain first; null in version 1.
    package var findings: [Finding]?
    /// All metrics in a fixed order.
    package var counters: [Metric]

    /// The simulated metrics by key, for a search.
    package var metrics: [String: Double] {
        var result: [String: Double] = [:]
        for metric in counters { if let value = metric.value { result[metric.key] = value } }
        return result
    }
}

extension TraceSummary {
    /// The summary of a kernel's launches in order, with its `lineLimit` hottest lines.
    package init(_ launches: [LaunchTime], on gpu: Hardware, size: String, lineLimit: Int = 10) {
        let evidence = SummaryEvidence(launches, on: gpu)
        self.gpu = gpu.name
        estimatedShare = gpu.estimatedShare
        self.size = size
        nanoseconds = evidence.nanoseconds
        let variance = launches.reduce(0.0) { sum, launch in
            let error = launch.samplingError * (launch.nanoseconds - launch.launchNanoseconds)
            return sum + error * error
        }
        samplingError = SummaryEvidence.ratio(variance.squareRoot(), evidence.nanoseconds)
        bottleneck = evidence.bottleneck
        self.launches = launches.map {
            Launch(
                nanoseconds: $0.nanoseconds, threadgroups: $0.threadgroups,
                threadsPerThreadgroup: $0.threadsPerThreadgroup, waves: $0.waves, occupancy: $0.occupancy,
                samplingError: $0.samplingError)
        }
        stalls = StallReason.allCases.filter { $0 != .selected }
            .sorted { (evidence.stallShare($1), $0.rawValue) < (evidence.stallShare($0), $1.rawValue) }
            .map { Stall(reason: String(describing: $0), title: $0.title, share: evidence.stallShare($0)) }
        let sectors = evidence.lines.values.sorted { $0.line < $1.line }.reduce(0.0) { $0 + $1.sectors }
        lines = evidence.lines.values.filter { $0.line > 0 }
            .sorted { ($1.stalled, $0.line) < ($0.stalled, $1.line) }.prefix(lineLimit)
            .map { line in
                let reasons = StallReason.allCases.filter { $0 != .selected }
                let top = reasons.max { line.stalls[Int($0.rawValue)] < line.stalls[Int($1.rawValue)] } ?? .wait
                return Line(
                    line: Int(line.line), stallShare: SummaryEvidence.ratio(line.stalled, evidence.stalled),
                    reason: top.title, trafficShare: SummaryEvidence.ratio(line.sectors, sectors),
                    bytes: line.sectors * 32, conflicts: line.conflicts, instructions: line.instructions,
                    excessBytes: line.excess * 32, lanes: SummaryEvidence.ratio(line.lanes, line.instructions))
            }
        findings = evidence.findings(of: launches)
        var longest = launches.first
        for launch in launches.dropFirst() where launch.nanoseconds > longest?.nanoseconds ?? 0 { longest = launch }
        counters = longest.map { evidence.metrics(occupancy: $0.occupancy, launches: launches) } ?? []
    }
}
