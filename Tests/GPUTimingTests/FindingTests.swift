import GPUTiming
import SIMTMachine
import Testing

@Suite("The profiler's rules")
struct FindingTests {
    /// Findings of a launch of one block, executed `times` times by each warp.
    private func findings(
        on name: String = "h200", threadgroups: Int? = nil, warps: Int = 8, times: Int = 100, pressure: Int = 16,
        lanes: Int32 = 32, build: (inout TraceBuilder) -> Void,
        access: @escaping (Int, Int, Int) -> (AccessRecord, [UInt32]) = { _, _, _ in TraceBuilder.coalesced(0) }
    ) throws -> [String: Finding] {
        let gpu = try Shipped.gpu(name)
        var builder = TraceBuilder()
        build(&builder)
        let built = builder
        let count = threadgroups ?? gpu.cores * 8
        let shape = LaunchShape(threadgroups: count, threadsPerThreadgroup: warps * 32)
        let time = try time(built.program(pressure: pressure), shape, on: gpu) { threadgroup in
            (0..<warps).map { warp in
                var trace = built.warp(times: times) { iteration, instruction in
                    access(threadgroup * warps + warp, iteration, instruction)
                }
                trace.blocks = trace.blocks.map { BlockExecution(block: $0.block, activeLanes: UInt8(lanes)) }
                return trace
            }
        }
        let found = TraceSummary([time], on: gpu, size: "s").findings ?? []
        return Dictionary(found.map { ($0.rule, $0) }) { first, _ in first }
    }

    /// A scattered load of 4 bytes by each of 32 lanes, one sector each.
    private static func scattered(_ first: Int) -> (AccessRecord, [UInt32]) {
        (
            AccessRecord(sectorCount: 32, wavefronts: 32, multiplicity: 1, activeLanes: 32),
            (0..<32).map { UInt32(truncatingIfNeeded: first + 8 * $0) }
        )
    }

    @Test("scattered accesses are found with their line, coalesced ones are not")
    func uncoalesced() throws {
        let bad = try findings(
            times: 20, build: { $0.add(.globalLoad, to: $0.register(), bytes: 4, line: 12) },
            access: { warp, iteration, _ in Self.scattered((warp * 20 + iteration) * 256) })
        let finding = try #require(bad["UncoalescedGlobalAccess"])
        #expect(finding.lines == [12])
        #expect(finding.evidence.first { $0.key == "sectors_excess_pct" }.map { abs($0.value - 87.5) < 0.1 } == true)
        #expect(finding.sentence.hasPrefix("88 % of the sectors moved carry nothing that was asked for: "))
        #expect(finding.sentence.contains("shared memory"))
        #expect((finding.gain ?? 0) > 0.3)
        #expect(bad["MemoryCacheAccessPattern"]?.sentence == "Loads use 4.0 of the 32 bytes of a sector.")
        let good = try findings(
            times: 20, build: { $0.add(.globalLoad, to: $0.register(), bytes: 4) },
            access: { warp, iteration, _ in TraceBuilder.coalesced((warp * 20 + iteration) * 4) })
        #expect(good["UncoalescedGlobalAccess"] == nil)
        #expect(good["MemoryCacheAccessPattern"] == nil)
    }

    @Test("advice on scattered accesses differs by generation", arguments: [("m1-pro", true), ("m4-max", false)])
    func advice(name: String, exchanges: Bool) throws {
        let found = try findings(
            on: name, times: 20, build: { $0.add(.globalLoad, to: $0.register(), bytes: 4) },
            access: { warp, iteration, _ in Self.scattered((warp * 20 + iteration) * 256) })
        let sentence = try #require(found["UncoalescedGlobalAccess"]).sentence
        #expect(sentence.contains("simd_shuffle") == exchanges)
        #expect(sentence.contains("staging in threadgroup memory gains nothing over the cache") != exchanges)
    }

    @Test("bank conflicts from a tenth of the passes on", arguments: [(UInt8(1), false), (2, true), (32, true)])
    func conflicts(wavefronts: UInt8, found: Bool) throws {
        let all = try findings(
            build: { $0.add(.sharedLoad, to: $0.register(), bytes: 4, line: 3) },
            access: { _, _, _ in
                (AccessRecord(sectorCount: 0, wavefronts: wavefronts, multiplicity: 1, activeLanes: 32), [])
            })
        #expect((all["SharedMemoryConflicts"] != nil) == found)
        if found { #expect(all["SharedMemoryConflicts"]?.lines == [3]) }
    }

    @Test("lanes that are switched off", arguments: [(Int32(32), false), (30, false), (8, true)])
    func divergence(lanes: Int32, found: Bool) throws {
        let all = try findings(lanes: lanes) { $0.add(.floatAdd, to: $0.register(), line: 9) }
        #expect((all["ThreadDivergence"] != nil) == found)
        if found {
            #expect(all["ThreadDivergence"]?.sentence.hasPrefix("Only 8.0 of 32 lanes are active") == true)
            #expect(all["ThreadDivergence"]?.lines == [9])
        }
    }

    @Test("a dependent chain stalls on latency, and the gain is no more than what is left of the chip")
    func stall() throws {
        let all = try findings(warps: 4) { builder in
            let sum = builder.register()
            for _ in 0..<8 { builder.add(.doubleArithmetic, to: sum, from: [sum], line: 5) }
        }
        let finding = try #require(all["CPIStall"])
        #expect(finding.lines == [5])
        #expect(all["IssueSlotUtilization"] != nil)
        for finding in all.values { #expect((finding.gain ?? 0) >= 0 && (finding.gain ?? 0) <= 1) }
    }

    @Test("registers, small grids, a tail and launches that do nothing are named")
    func launches() throws {
        let registers = try findings(pressure: 200) { $0.add(.floatAdd, to: $0.register()) }
        let occupancy = try #require(registers["TheoreticalOccupancy"])
        #expect(occupancy.sentence.hasSuffix("limited by 207 registers per thread."))
        let small = try findings(threadgroups: 13, times: 2000) { $0.add(.floatAdd, to: $0.register()) }
        #expect(small["LaunchConfiguration"]?.sentence.hasPrefix("13 threadgroups on 132 cores") == true)
        #expect(small["SOLBottleneck"]?.sentence.hasPrefix("The grid is too small") == true)
        let tail = try findings(threadgroups: 132 * 8 + 1, times: 1500) { builder in
            let sum = builder.register()
            builder.add(.floatFMA, to: sum, from: [sum])
        }
        #expect(tail["TailEffect"] != nil)
        let nothing = try findings(threadgroups: 1, times: 1) { $0.add(.floatAdd, to: $0.register()) }
        #expect(
            nothing["LaunchOverhead"]?.sentence.hasSuffix("of the time is the fixed cost of launches: fuse them.")
                == true)
        #expect(tail["LaunchOverhead"] == nil)
    }

    @Test("single operations, a slow pipe and private arrays are named")
    func instructions() throws {
        let loose = try findings { builder in
            for _ in 0..<4 { builder.add(.floatAdd, to: builder.register()) }
            for _ in 0..<4 { builder.add(.floatFMA, to: builder.register()) }
        }
        #expect(loose["FPInstructions"]?.evidence.map(\.key) == ["inst_fp32_unfused", "inst_fp32_fused"])
        #expect(loose["SlowPipeLimiter"] == nil)
        let slow = try findings { builder in
            for _ in 0..<7 { builder.add(.floatFMA, to: builder.register()) }
            builder.add(.doubleArithmetic, to: builder.register())
            builder.add(.exp2Log2, to: builder.register())
        }
        #expect(slow["SlowPipeLimiter"]?.sentence.hasPrefix("The complex pipe is") == true)
        #expect(slow["FPInstructions"] == nil)
        let local = try findings(
            build: { builder in
                builder.add(.localLoad, to: builder.register(), bytes: 4)
                builder.add(.globalLoad, to: builder.register(), bytes: 4)
            }, access: { _, _, _ in TraceBuilder.coalesced(0) })
        #expect(local["LocalMemoryUsage"]?.sentence.hasPrefix("50 % of the memory instructions") == true)
    }
}
