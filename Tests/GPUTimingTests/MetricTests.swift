import Foundation
import GPUTiming
import SIMTMachine
import Testing

@Suite("Metrics")
struct MetricTests {
    /// The metrics of a small launch.
    private func counters(on name: String) throws -> [TraceSummary.Metric] {
        let gpu = try Shipped.gpu(name)
        var builder = TraceBuilder()
        builder.add(.globalLoad, to: builder.register(), bytes: 4)
        builder.add(.floatFMA, to: builder.register())
        let warp = builder.warp(times: 10) { _, _ in TraceBuilder.coalesced(0) }
        let shape = LaunchShape(threadgroups: 64, threadsPerThreadgroup: 64)
        let time = try time(builder.program(), shape, on: gpu) { _ in [warp, warp] }
        return TraceSummary([time], on: gpu, size: "s").counters
    }

    @Test("every metric is documented, in the same order for both vendors, no key twice")
    func documented() throws {
        let (apple, nvidia) = (try counters(on: "m1-pro"), try counters(on: "a100"))
        #expect(apple.map(\.key) == nvidia.map(\.key))
        #expect(Set(apple.map(\.key)).count == apple.count)
        let page = Shipped.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/trace-summary.md")
        let documented = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        for (one, other) in zip(apple, nvidia) {
            let row = documented.first { $0.hasPrefix("| `\(one.key)` |") }
            #expect(row != nil, "\(one.key) is not documented")
            for name in [one.name, other.name].compactMap(\.self) {
                #expect(row?.contains(name) == true, "\(one.key) is not documented as \(name)")
            }
        }
    }

    @Test("what is not simulated is null under its vendor's name, never a figure")
    func nulls() throws {
        let nvidia = try counters(on: "a100")
        let nulls = nvidia.filter { $0.value == nil }.map(\.key)
        for key in ["eligible_warps", "stall_membar", "stall_drain", "stall_imc_miss", "branch_divergent", "mmu_pct"] {
            #expect(nulls.contains(key))
        }
        #expect(nvidia.first { $0.key == "stall_drain" }?.name?.contains("stalled_drain") == true)
    }

    @Test("instruction mix, bytes per sector and limits are counted")
    func values() throws {
        let values = Dictionary(uniqueKeysWithValues: try counters(on: "a100").map { ($0.key, $0.value) })
        #expect(values["inst_fp32_fused"] == .some(1280.0))
        #expect(values["inst_memory"] == .some(1280.0))
        #expect(values["inst_fp32_unfused"] == 0)
        #expect(values["bytes_per_sector_ld"] == 32)
        #expect(values["bytes_per_sector_st"] == .some(nil))
        #expect(values["occupancy_limit_threads"] == 32)
        #expect(values["occupancy_limit_threadgroups"] == 32)
    }
}
