extension TraceSummary {
    /// The summary in at most 60 lines for people and models: the bottleneck first, then the evidence.
    package var text: String {
        var out: [String] = []
        out.append(
            "Bottleneck: \(bottleneck.kind.rawValue) (\(Self.percent(bottleneck.share))). \(bottleneck.sentence)")
        let error = samplingError > 0 ? ", sampling error \(Self.fixed(samplingError * 100, 2)) %" : ""
        out.append(
            "Time \(Self.microseconds(nanoseconds)) at size \(size) on \(gpu), "
                + "\(Self.percent(estimatedShare)) of whose parameters are estimates\(error).")
        out += ["", "Launches"] + launchLines
        let findings = (self.findings ?? []).filter { $0.gain.map { $0 >= 0.005 } ?? true }
        if !findings.isEmpty {
            out += ["", "What would help, with the share of the time that it would save at most"]
            out += findings.prefix(6).map(Self.line)
        }
        out += ["", "Where warps wait"]
        for stall in stalls.prefix(7) where stall.share >= 0.005 {
            out.append("  \(Self.padded(Self.percent(stall.share), 5)) \(stall.title)")
        }
        out += ["", "Rates"]
        let values = metrics
        for (key, title) in Self.shown {
            guard let value = values[key] else { continue }
            out.append("  \(Self.padded(Self.number(value), 10)) \(title)")
        }
        if !lines.isEmpty { out += ["", "Hot lines (share of stalls, and of sectors moved)"] + hotLines }
        return out.prefix(60).joined(separator: "\n")
    }

    /// The launches, the first six.
    private var launchLines: [String] {
        var out = launches.prefix(6).enumerated().map { index, launch in
            let occupancy = launch.occupancy
            return "  \(index + 1): \(Self.microseconds(launch.nanoseconds)), \(launch.threadgroups) threadgroups of "
                + "\(launch.threadsPerThreadgroup) threads, \(Self.fixed(launch.waves, 2)) waves, occupancy "
                + "\(Self.percent(occupancy.share)) (\(occupancy.threadgroups) per core, limited by "
                + "\(occupancy.limiter.rawValue))"
        }
        if launches.count > 6 { out.append("  … \(launches.count - 6) more") }
        return out
    }

    /// The lines that cost most, at most eight.
    private var hotLines: [String] {
        lines.prefix(8).filter { $0.stallShare >= 0.01 || $0.trafficShare >= 0.01 }.map { line in
            var text =
                "  line \(line.line): \(Self.percent(line.stallShare)) (\(line.reason)), \(Self.percent(line.trafficShare))"
            if let excess = line.excessBytes, line.bytes > 0, excess >= 0.1 * line.bytes {
                text += " of which \(Self.percent(excess / line.bytes)) unasked for"
            }
            if line.conflicts >= 1 { text += ", \(Self.number(line.conflicts)) bank-conflict wavefronts" }
            return text
        }
    }

    /// A finding as one line.
    private static func line(_ finding: Finding) -> String {
        let gain = finding.gain.map { percent($0) } ?? "-"
        let places =
            finding.lines.isEmpty
            ? ""
            : " Line\(finding.lines.count > 1 ? "s" : "") \(finding.lines.map(String.init).joined(separator: ", "))."
        return "  \(padded(gain, 5)) \(finding.rule): \(finding.sentence)\(places)"
    }

    /// The metrics worth a line, in order.
    private static let shown: [(String, String)] = [
        ("compute_pct", "% of compute throughput"), ("memory_pct", "% of memory throughput"),
        ("dram_pct", "% of device memory bandwidth"), ("dram_read_bytes", "bytes read from device memory"),
        ("dram_write_bytes", "bytes written to device memory"), ("l1_hit_pct", "% L1 hits"),
        ("l2_hit_pct", "% L2 hits"), ("llc_hit_pct", "% last-level cache hits"),
        ("instructions", "warp instructions"), ("ipc", "instructions per core cycle"),
        ("occupancy_pct", "% achieved occupancy"), ("idle_pct", "% of slot time without a threadgroup"),
        ("registers", "registers per thread"), ("threadgroup_bytes", "bytes of threadgroup memory per threadgroup"),
        ("threads_per_inst", "active lanes per instruction"), ("sectors_excess_pct", "% of sectors beyond the least"),
        ("shared_conflicts", "bank-conflict wavefronts"), ("local_accesses", "accesses to private arrays in memory"),
    ]

    /// "37 %".
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// Nanoseconds as microseconds.
    static func microseconds(_ nanoseconds: Double) -> String { "\(fixed(nanoseconds / 1000, 2)) us" }

    /// A number with `digits` digits after the point, without the host's locale or formatter.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return String(value) }
        let scale = (0..<digits).reduce(1.0) { sum, _ in sum * 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        let rest = String(scaled % Int64(scale))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let zeros = String(repeating: "0", count: max(0, digits - rest.count))
        return digits == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(zeros)\(rest)"
    }

    /// A number short enough for a column.
    static func number(_ value: Double) -> String {
        switch abs(value) {
        case 1e9...: "\(fixed(value / 1e9, 2))G"
        case 1e6...: "\(fixed(value / 1e6, 2))M"
        case 1e4...: "\(fixed(value / 1e3, 1))k"
        default: fixed(value, value == value.rounded() ? 0 : 2)
        }
    }

    /// `text` right-aligned in `width`.
    static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
