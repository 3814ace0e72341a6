/// What changed between two trace summaries of one size, and why the time moved.
///
/// A kernel's time is split into parts that add up to it: fixed launch cost, cores without a threadgroup, and the rest by
/// what the resident warps did, in the shares of warp time. The differences of the parts add up to the difference of the
/// times, so that each says how much of the way it accounts for.
package struct SummaryDiff: Sendable, Codable, Equatable {
    /// A part of the time.
    package struct Part: Sendable, Codable, Equatable {
        /// `launch`, `idle`, or the name of a stall reason; `selected` is time spent issuing.
        package var key: String
        /// The part for people.
        package var title: String
        /// Nanoseconds before and after.
        package var before: Double
        package var after: Double
        /// What it adds to the difference of the times.
        package var change: Double { after - before }
    }

    /// A figure that differs by a tenth or more.
    package struct Figure: Sendable, Codable, Equatable {
        /// The metric's key.
        package var key: String
        /// The figure for people.
        package var title: String
        /// Its values; null where one of the summaries lacks it.
        package var before: Double?
        package var after: Double?
    }

    /// Version of the JSON form.
    package var version = 1
    /// Names of the GPUs.
    package var gpus: [String]
    /// The size that was timed.
    package var size: String
    /// Nanoseconds before and after.
    package var before: Double
    package var after: Double
    /// How many times faster the second one is.
    package var speedup: Double
    /// The first line: how the time moved and what accounts for it.
    package var sentence: String
    /// Bottlenecks before and after.
    package var bottlenecks: [Bottleneck.Kind]
    /// The parts, those that moved most first.
    package var parts: [Part]
    /// The figures, in the order in which they explain one another.
    package var figures: [Figure]
}

extension SummaryDiff {
    /// Compares `after` with `before`.
    package init(_ before: TraceSummary, _ after: TraceSummary) {
        self.before = before.nanoseconds
        self.after = after.nanoseconds
        gpus = [before.gpu, after.gpu]
        size = before.size == after.size ? before.size : "\(before.size) / \(after.size)"
        speedup = SummaryEvidence.ratio(before.nanoseconds, after.nanoseconds)
        bottlenecks = [before.bottleneck.kind, after.bottleneck.kind]
        let (old, new) = (Self.parts(of: before), Self.parts(of: after))
        parts = zip(old, new).map { Part(key: $0.key, title: $0.title, before: $0.time, after: $1.time) }
            .filter { $0.before > 0 || $0.after > 0 }
            .enumerated().sorted { (-abs($0.element.change), $0.offset) < (-abs($1.element.change), $1.offset) }
            .map(\.element)
        let (oldMetrics, newMetrics) = (before.metrics, after.metrics)
        figures = Self.compared.compactMap { key, title in
            let (first, second) = (oldMetrics[key], newMetrics[key])
            guard first != nil || second != nil else { return nil }
            if let first, let second {
                let most = max(abs(first), abs(second))
                guard most > 0, abs(first - second) >= 0.1 * most else { return nil }
            }
            return Figure(key: key, title: title, before: first, after: second)
        }
        sentence = ""
        sentence = describe()
    }

    /// The metrics that are compared.
    private static let compared: [(String, String)] = [
        ("instructions", "warp instructions"), ("threads_per_inst", "active lanes per instruction"),
        ("global_requests_ld", "load instructions"), ("global_requests_st", "store instructions"),
        ("global_sectors_ld", "sectors loaded"), ("global_sectors_st", "sectors stored"),
        ("sectors_excess_pct", "% of sectors beyond the least"), ("l1_hit_pct", "% L1 hits"),
        ("l2_hit_pct", "% L2 hits"), ("dram_read_bytes", "bytes read from device memory"),
        ("dram_write_bytes", "bytes written to device memory"), ("shared_wavefronts", "threadgroup memory passes"),
        ("shared_conflicts", "bank-conflict wavefronts"), ("local_accesses", "private accesses in memory"),
        ("atomics", "device atomics"), ("registers", "registers per thread"),
        ("threadgroup_bytes", "bytes of threadgroup memory per threadgroup"), ("threadgroups", "threadgroups"),
        ("waves", "waves"), ("occupancy_theoretical_pct", "% theoretical occupancy"),
        ("occupancy_pct", "% achieved occupancy"), ("idle_pct", "% of slot time without a threadgroup"),
        ("ipc", "instructions per core cycle"), ("compute_pct", "% of compute throughput"),
        ("memory_pct", "% of memory throughput"),
    ]

    /// The parts of a summary's time, in a fixed order.
    private static func parts(of summary: TraceSummary) -> [(key: String, title: String, time: Double)] {
        let metrics = summary.metrics
        let launch = min(summary.nanoseconds, metrics["launch_ns"] ?? 0)
        let idle = (summary.nanoseconds - launch) * min(1, (metrics["idle_pct"] ?? 0) / 100)
        let busy = summary.nanoseconds - launch - idle
        let weights = StallReason.allCases.map { metrics["stall_\($0)"] ?? 0 }
        let whole = weights.reduce(0, +)
        // A summary without stalls explains nothing, but its time is still all there.
        let rest = whole > 0 ? 0 : busy
        let fixed = [
            ("launch", "fixed launch cost", launch), ("idle", "cores without a threadgroup", idle),
            ("rest", "everything else", rest),
        ]
        return fixed
            + zip(StallReason.allCases, weights).map { reason, weight in
                let title = reason == .selected ? "issuing instructions" : "waiting: \(reason.title)"
                return ("\(reason)", title, busy * SummaryEvidence.ratio(weight, whole))
            }
    }

    /// The first line.
    private func describe() -> String {
        let times = "\(TraceSummary.microseconds(before)) to \(TraceSummary.microseconds(after))"
        guard abs(before - after) > 0.005 * max(before, after) else { return "No change: \(times)." }
        let word =
            after < before
            ? "\(TraceSummary.fixed(speedup, 2))x faster" : "\(TraceSummary.fixed(after / before, 2))x slower"
        // What moved against the time explains nothing.
        let main = parts.filter { ($0.change < 0) == (after < before) }.prefix(2)
            .filter { abs($0.change) >= 0.1 * abs(after - before) }
        let causes = main.map { part in
            "\(part.title) (\(part.change < 0 ? "-" : "+")\(TraceSummary.microseconds(abs(part.change))))"
        }
        let because = causes.isEmpty ? "" : ", mostly \(causes.joined(separator: " and "))"
        return "\(word): \(times)\(because)."
    }

    /// The comparison in at most 40 lines.
    package var text: String {
        var out = [sentence]
        if bottlenecks[0] == bottlenecks[1] {
            out.append("Bottleneck: still \(bottlenecks[0].rawValue).")
        } else {
            out.append("Bottleneck: \(bottlenecks[0].rawValue), now \(bottlenecks[1].rawValue).")
        }
        if gpus[0] != gpus[1] { out.append("Timed on \(gpus[0]) and on \(gpus[1]).") }
        out += ["", "Where the time went, at size \(size)"]
        for part in parts.prefix(8) where abs(part.change) >= 0.01 * abs(after - before) {
            let change = (part.change < 0 ? "-" : "+") + TraceSummary.microseconds(abs(part.change))
            out.append(
                "  \(TraceSummary.padded(change, 14)) \(part.title): \(TraceSummary.microseconds(part.before)) to "
                    + TraceSummary.microseconds(part.after))
        }
        if !figures.isEmpty { out += ["", "What changed"] }
        for figure in figures {
            let values = [figure.before, figure.after].map { $0.map(TraceSummary.number) ?? "-" }
            var line = "  \(TraceSummary.padded(values[0], 10)) \(TraceSummary.padded(values[1], 10)) \(figure.title)"
            if let before = figure.before, let after = figure.after, before > 0, after > 0 {
                let ratio = after / before
                line += " (\(TraceSummary.fixed(ratio, ratio < 0.1 ? 4 : 2))x)"
            }
            out.append(line)
        }
        return out.prefix(40).joined(separator: "\n")
    }
}
