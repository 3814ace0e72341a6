import Foundation
import GPUTiming
import SIMTMachine
import Testing

@Suite("Trace summaries")
struct TraceSummaryTests {
    /// A launch of one kind of instruction.
    private func launch(
        _ gpu: Hardware, threadgroups: Int, warps: Int = 8, times: Int, build: (inout TraceBuilder) -> Void,
        access: @escaping (Int, Int, Int) -> (AccessRecord, [UInt32]) = { _, _, _ in TraceBuilder.coalesced(0) }
    ) throws -> LaunchTime {
        var builder = TraceBuilder()
        build(&builder)
        let built = builder
        let shape = LaunchShape(threadgroups: threadgroups, threadsPerThreadgroup: warps * 32)
        return try time(built.program(), shape, on: gpu) { threadgroup in
            (0..<warps).map { warp in
                built.warp(times: times) { iteration, instruction in
                    access(threadgroup * warps + warp, iteration, instruction)
                }
            }
        }
    }

    /// The bottleneck of one launch.
    private func kind(_ time: LaunchTime, _ gpu: Hardware) -> Bottleneck.Kind {
        TraceSummary([time], on: gpu, size: "test").bottleneck.kind
    }

    @Test("each kind of kernel is named for what holds it back", arguments: ["m1-pro", "h200"])
    func bottlenecks(name: String) throws {
        let gpu = try Shipped.gpu(name)
        let full = gpu.cores * 8
        let tiny = try launch(gpu, threadgroups: 1, times: 1) { $0.add(.floatAdd, to: $0.register()) }
        #expect(kind(tiny, gpu) == .launch)
        let arithmetic = try launch(gpu, threadgroups: full, times: 2000) { builder in
            for _ in 0..<8 { builder.add(.exp2Log2, to: builder.register()) }
        }
        #expect(kind(arithmetic, gpu) == .arithmetic)
        let stream = try launch(
            gpu, threadgroups: full * 4, times: 40,
            build: { $0.add(.globalLoad, to: $0.register(), bytes: 4) },
            access: { warp, iteration, _ in TraceBuilder.coalesced((warp * 40 + iteration) * 4) })
        #expect(kind(stream, gpu) == .deviceMemoryBandwidth)
        let chain = try launch(gpu, threadgroups: gpu.cores, warps: 4, times: 4000) { builder in
            let sum = builder.register()
            for _ in 0..<8 { builder.add(.simdSumFloat, to: sum, from: [sum]) }
        }
        #expect(name == "m1-pro" || kind(chain, gpu) == .threadgroupMemoryLatency)
        let alone = try launch(gpu, threadgroups: 2, times: 4000) { builder in
            let sum = builder.register()
            for _ in 0..<8 { builder.add(.floatFMA, to: sum, from: [sum]) }
        }
        #expect(kind(alone, gpu) == .grid)
    }

    @Test("the text begins with the bottleneck and has at most 60 lines")
    func text() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let time = try launch(
            gpu, threadgroups: 512, times: 40,
            build: { builder in
                for line in 1...40 {
                    builder.add(.globalLoad, to: builder.register(), bytes: 4, line: Int32(line))
                }
            },
            access: { warp, iteration, instruction in
                TraceBuilder.coalesced(((warp * 40 + iteration) * 40 + instruction) * 4)
            })
        let summary = TraceSummary(Array(repeating: time, count: 12), on: gpu, size: "prefill-512")
        let lines = summary.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 60)
        #expect(lines[0].hasPrefix("Bottleneck: device-memory-bandwidth ("))
        #expect(lines[1].contains("at size prefill-512 on m1-pro, "))
        #expect(lines[1].contains("of whose parameters are estimates"))
    }

    @Test("the JSON form reads back, keeps nulls out of the metrics and sums stalls to one")
    func coding() throws {
        let gpu = try Shipped.gpu("h200")
        let time = try launch(gpu, threadgroups: 64, times: 50) { builder in
            let sum = builder.register()
            builder.add(.floatFMA, to: sum, from: [sum])
        }
        let summary = TraceSummary([time], on: gpu, size: "s")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(summary)
        #expect(try JSONDecoder().decode(TraceSummary.self, from: data) == summary)
        #expect(summary.metrics["eligible_warps"] == nil)
        #expect(summary.counters.contains { $0.key == "eligible_warps" && $0.value == nil })
        #expect(summary.metrics["instructions"] == Double(64 * 8 * 50))
        #expect(abs(summary.stalls.reduce(0) { $0 + $1.share } - 1) < 1e-9)
        #expect(summary.counters.contains { $0.name == "smsp__inst_executed.sum" })
    }
}
