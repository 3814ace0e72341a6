import Foundation
import GPUTiming
import SIMTMachine
import Testing

@Suite("Grids and samples")
struct GridModelTests {
    /// A kernel whose threadgroups each do a number of dependent FMA and L1-resident loads.
    private func kernel() -> TraceBuilder {
        var builder = TraceBuilder()
        let (sum, value) = (builder.register(), builder.register())
        builder.add(.globalLoad, to: value, bytes: 4, line: 3)
        for _ in 0..<4 { builder.add(.floatFMA, to: sum, from: [sum, value], line: 4) }
        return builder
    }

    /// Times the kernel where threadgroup `t` runs `work(t)` iterations over a stream of its own, in L2 or beyond.
    private func time(
        _ threadgroups: Int, on gpu: Hardware, seed: UInt64 = 1, budget: UInt64, warps: Int = 4, isCausal: Bool = true,
        work: @escaping (Int) -> Int
    ) throws -> LaunchTime {
        let builder = kernel()
        let buffer = LaunchBuffer(firstSector: 0, sectorCount: 1 << 19)
        let shape = LaunchShape(threadgroups: threadgroups, threadsPerThreadgroup: warps * 32, buffers: [buffer])
        let pilot: (Int) -> UInt64 = { UInt64(work($0) * warps * 5) }
        return try GPUTimingTests.time(
            builder.program(pressure: 60), shape, on: gpu, seed: seed, budget: budget, work: isCausal ? pilot : nil
        ) { threadgroup in
            (0..<warps).map { warp in
                builder.warp(times: work(threadgroup)) { iteration, _ in
                    // Rows of a head share what they read; else each threadgroup has a stream of its own.
                    let first = isCausal ? threadgroup / 512 * 512 : threadgroup * 40
                    return TraceBuilder.coalesced((first + iteration * warps + warp) * 4)
                }
            }
        }
    }

    @Test("sampling a causal grid of 512 rows and 8 heads differs by under 1 % from executing all of it")
    func causal() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let work: (Int) -> Int = { 1 + $0 % 512 * 3 / 100 }
        let full = try time(4096, on: gpu, budget: .max, work: work)
        #expect(full.samplingError == 0)
        for seed in UInt64(1)...3 {
            let sampled = try time(4096, on: gpu, seed: seed, budget: 200_000, work: work)
            #expect(sampled.samplingError > 0 && sampled.samplingError < 0.01)
            #expect(
                abs(sampled.nanoseconds / full.nanoseconds - 1) < 0.01, "\(sampled.nanoseconds) \(full.nanoseconds)")
        }
    }

    @Test("without counted work, strata by position foretell a uniform grid")
    func uniform() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let full = try time(3000, on: gpu, budget: .max, isCausal: false) { _ in 10 }
        let sampled = try time(3000, on: gpu, budget: 400_000, isCausal: false) { _ in 10 }
        #expect(abs(sampled.nanoseconds / full.nanoseconds - 1) < 0.01)
    }

    @Test("one threadgroup more than a wave holds costs another wave")
    func tail() throws {
        let gpu = try Shipped.gpu("h200")
        let wave = gpu.cores * 6
        let one = try time(wave, on: gpu, budget: .max, warps: 8) { _ in 50 }
        #expect(one.occupancy.threadgroups == 3 || one.waves >= 1)
        let fits = gpu.cores * one.occupancy.threadgroups
        let whole = try time(fits, on: gpu, budget: .max, warps: 8) { _ in 50 }
        let more = try time(fits + 1, on: gpu, budget: .max, warps: 8) { _ in 50 }
        #expect(more.cycles > whole.cycles * 1.2)
        #expect(more.cycles < whole.cycles * 2.1)
        #expect(more.idleShare > whole.idleShare)
    }

    @Test("a grid smaller than the chip leaves cores idle and takes the time of one threadgroup")
    func small() throws {
        let gpu = try Shipped.gpu("h200")
        let one = try time(1, on: gpu, budget: .max) { _ in 50 }
        let ten = try time(10, on: gpu, budget: .max) { _ in 50 }
        #expect(abs(ten.cycles / one.cycles - 1) < 0.05)
        #expect(TraceSummary([ten], on: gpu, size: "small").metrics["idle_pct"].map { $0 > 80 } == true)
    }

    @Test("the same launch takes the same time to the last bit")
    func determinism() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let runs = try (0..<2).map { _ in
            try time(4096, on: gpu, seed: 5, budget: 100_000) { 1 + $0 % 512 * 3 / 100 }
        }
        #expect(runs[0].nanoseconds.bitPattern == runs[1].nanoseconds.bitPattern)
        #expect(runs[0].nanoseconds / runs[1].nanoseconds == 1)
        let texts = runs.map { TraceSummary([$0], on: gpu, size: "x").text }
        #expect(texts[0] == texts[1])
    }

    @Test("a trace that does not fit its program is refused")
    func badTrace() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let builder = kernel()
        let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 32)
        var model = try GridModel(hardware: gpu, program: builder.program(), shape: shape)
        let plan = model.samplePlan(seed: 1)
        model.begin(plan)
        var warp = builder.warp(times: 2)
        warp.accesses.removeLast()
        #expect(throws: TraceError.self) {
            try model.add(run: [ThreadgroupTrace(threadgroup: 0, warps: [warp])])
        }
        warp.blocks.append(BlockExecution(block: 7, activeLanes: 32))
        #expect(throws: TraceError.self) {
            try model.add(run: [ThreadgroupTrace(threadgroup: 0, warps: [warp])])
        }
    }
}
