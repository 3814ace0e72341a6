import Foundation
import GPUTiming
import SIMTMachine
import Testing

@Suite("Comparisons of trace summaries")
struct SummaryDiffTests {
    /// A kernel that loads from device memory, each lane one sector where it is scattered.
    private func summary(isScattered: Bool, name: String = "h200") throws -> TraceSummary {
        let gpu = try Shipped.gpu(name)
        var builder = TraceBuilder()
        builder.add(.globalLoad, to: builder.register(), bytes: 4)
        let built = builder
        let shape = LaunchShape(threadgroups: gpu.cores * 8, threadsPerThreadgroup: 256)
        let time = try time(built.program(), shape, on: gpu) { threadgroup in
            (0..<8).map { warp in
                built.warp(times: 20) { iteration, _ in
                    let place = (threadgroup * 8 + warp) * 20 + iteration
                    guard isScattered else { return TraceBuilder.coalesced(place * 4) }
                    return (
                        AccessRecord(sectorCount: 32, wavefronts: 32, multiplicity: 1, activeLanes: 32),
                        (0..<32).map { UInt32(truncatingIfNeeded: place * 256 + 8 * $0) }
                    )
                }
            }
        }
        return TraceSummary([time], on: gpu, size: "s")
    }

    @Test("the parts add up to both times, so that their changes explain the whole difference")
    func parts() throws {
        let (before, after) = (try summary(isScattered: true), try summary(isScattered: false))
        let diff = SummaryDiff(before, after)
        #expect(abs(diff.parts.reduce(0) { $0 + $1.before } / before.nanoseconds - 1) < 1e-9)
        #expect(abs(diff.parts.reduce(0) { $0 + $1.after } / after.nanoseconds - 1) < 1e-9)
        let change = diff.parts.reduce(0) { $0 + $1.change }
        #expect(abs(change - (after.nanoseconds - before.nanoseconds)) < 1e-6 * before.nanoseconds)
        #expect(diff.speedup == before.nanoseconds / after.nanoseconds)
    }

    @Test("the first line says how much and why, and the figures name what changed")
    func text() throws {
        let diff = SummaryDiff(try summary(isScattered: true), try summary(isScattered: false))
        let lines = diff.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 40)
        #expect(lines[0].contains("x faster: ") && lines[0].contains(", mostly waiting: device memory"))
        let sectors = try #require(diff.figures.first { $0.key == "global_sectors_ld" })
        #expect(sectors.before == 8 * (sectors.after ?? 0))
        #expect(diff.figures.contains { $0.key == "sectors_excess_pct" })
        #expect(!diff.figures.contains { $0.key == "instructions" })
        let back = SummaryDiff(try summary(isScattered: false), try summary(isScattered: true))
        #expect(back.sentence.contains("x slower: "))
    }

    @Test("a kernel against itself has not changed")
    func same() throws {
        let one = try summary(isScattered: false)
        let diff = SummaryDiff(one, one)
        #expect(diff.sentence.hasPrefix("No change: "))
        #expect(diff.figures.isEmpty)
        #expect(diff.parts.allSatisfy { $0.change == 0 })
    }

    @Test("a summary of version 1 reads, and can be compared")
    func oldVersion() throws {
        let one = try summary(isScattered: false)
        var object = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(one)) as? [String: Any])
        object["version"] = 1
        object["findings"] = nil
        object["lines"] = (object["lines"] as? [[String: Any]])?.map { line in
            line.filter { !["excessBytes", "lanes"].contains($0.key) }
        }
        let old = try JSONDecoder().decode(TraceSummary.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(old.findings == nil && old.lines.allSatisfy { $0.excessBytes == nil })
        #expect(SummaryDiff(old, one).speedup == 1)
        var bare = one
        bare.counters = []
        #expect(abs(SummaryDiff(bare, one).parts.reduce(0) { $0 + $1.before } - one.nanoseconds) < 1e-6)
        #expect(old.text.hasPrefix("Bottleneck: "))
    }
}
