import GPUTiming
import SIMTMachine
import Testing

@Suite("One core's history")
struct TimelineTests {
    /// A timed launch, its history noted.
    private func launch(times: Int, groups: Int, records: Bool = true) throws -> LaunchTime {
        var gpu = try Shipped.gpu("m1-pro")
        gpu.cores = 1
        var builder = TraceBuilder()
        let sum = builder.register()
        builder.add(.globalLoad, to: builder.register(), bytes: 4, line: 7)
        builder.add(.floatAdd, to: sum, from: [sum], line: 8)
        let built = builder
        let shape = LaunchShape(threadgroups: groups, threadsPerThreadgroup: 128)
        var model = try GridModel(hardware: gpu, program: built.program(), shape: shape)
        model.recordsTimeline = records
        let plan = model.samplePlan(seed: 1, budget: .max) { _ in 1 }
        model.begin(plan)
        for run in plan.runs {
            try model.add(
                run: run.map { group in
                    ThreadgroupTrace(
                        threadgroup: group,
                        warps: (0..<4).map { warp in
                            built.warp(times: times) { iteration, _ in
                                TraceBuilder.coalesced(((group * 4 + warp) * times + iteration) * 4)
                            }
                        })
                })
        }
        return model.launchTime()
    }

    @Test("nothing is noted unless it was asked for, and noting changes no bit of the time")
    func optional() throws {
        let (with, without) = (try launch(times: 40, groups: 6), try launch(times: 40, groups: 6, records: false))
        #expect(without.timeline == nil)
        #expect(with.timeline != nil)
        #expect(with.nanoseconds == without.nanoseconds)
    }

    @Test("spans of a warp follow one another without overlap and name their lines")
    func spans() throws {
        let timeline = try #require(try launch(times: 20, groups: 2).timeline)
        #expect(!timeline.isTruncated)
        for slot in Set(timeline.spans.map(\.slot)) {
            let own = timeline.spans.filter { $0.slot == slot }
            for (left, right) in zip(own, own.dropFirst()) { #expect(left.end <= right.start + 1e-9) }
        }
        #expect(Set(timeline.spans.map(\.line)) == [7, 8])
        #expect(timeline.spans.filter { $0.reason == .selected }.count == 2 * 4 * 20 * 2)
    }

    @Test("bins hold all warp time and all bytes, however long the launch is", arguments: [10, 3000])
    func bins(times: Int) throws {
        let timeline = try #require(try launch(times: times, groups: 4).timeline)
        #expect(timeline.bins.count <= 512)
        #expect(Double(timeline.bins.count) * timeline.binCycles >= timeline.cycles - timeline.binCycles)
        let bytes = timeline.bins.reduce(0) { $0 + $1.cacheBytes }
        #expect(bytes == Double(4 * 4 * times * 128))
        let warpCycles = timeline.bins.reduce(0.0) { $0 + $1.warps.reduce(0, +) } * timeline.binCycles
        let stays = timeline.stays.reduce(0.0) { $0 + 4 * ($1.end - $1.start) }
        #expect(abs(warpCycles / stays - 1) < 0.05)
        #expect(timeline.stays.count == 4)
    }

    @Test("a long launch is cut short in its spans only")
    func bounded() throws {
        let timeline = try #require(try launch(times: 3000, groups: 4).timeline)
        #expect(timeline.isTruncated)
        #expect(timeline.spans.count == 10_000)
    }
}
