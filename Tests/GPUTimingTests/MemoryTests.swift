import GPUTiming
import SIMTMachine
import Testing

@Suite("Memory")
struct MemoryTests {
    /// A kernel that reads `loads` coalesced words per thread and writes one.
    private func stream(
        _ gpu: Hardware, threadgroups: Int, warps: Int = 8, loads: Int = 2, isWarm: Bool = false
    ) throws -> (time: LaunchTime, bytes: Double) {
        var builder = TraceBuilder()
        var values: [Int32] = []
        for _ in 0..<loads {
            let value = builder.register()
            builder.add(.globalLoad, to: value, bytes: 4)
            values.append(value)
        }
        builder.add(.globalStore, from: Array(values.prefix(4)), bytes: 4)
        let each = threadgroups * warps * 4
        let buffers = (0...loads).map { LaunchBuffer(firstSector: UInt32($0 * each), sectorCount: UInt32(each)) }
        let shape = LaunchShape(threadgroups: threadgroups, threadsPerThreadgroup: warps * 32, buffers: buffers)
        let built = builder
        let result = try time(
            built.program(), shape, on: gpu, cache: isWarm ? .warm(buffers, on: gpu) : .cold
        ) { threadgroup in
            (0..<warps).map { warp in
                built.warp(times: 1) { _, instruction in
                    TraceBuilder.coalesced(instruction * each + (threadgroup * warps + warp) * 4)
                }
            }
        }
        return (result, Double(each * 32 * (loads + 1)))
    }

    @Test("a long stream runs at the achieved bandwidth", arguments: ["m1-pro", "h200"])
    func bandwidth(name: String) throws {
        let gpu = try Shipped.gpu(name)
        // Several times what the last cache holds, so that nearly all stores reach device memory too, and threadgroups
        // that move enough to keep a slot busier than its turnaround.
        let (time, bytes) = try stream(gpu, threadgroups: name == "h200" ? 132 * 1000 : 16 * 8000, loads: 6)
        let floor = bytes / (gpu.dram.bandwidth * gpu.dram.achieved)
        #expect(time.nanoseconds > floor * 0.93 && time.nanoseconds < floor * 1.08, "\(time.nanoseconds) of \(floor)")
    }

    @Test("a sector that is there does not wait for another of its line")
    func sectorsOfALine() throws {
        let gpu = try Shipped.gpu("h200")
        func cycles(secondLine: UInt32) throws -> Double {
            var builder = TraceBuilder()
            let values = (0..<4).map { _ in builder.register() }
            builder.add(.globalLoad, to: values[0], bytes: 4)
            builder.add(.intAdd, to: values[3], from: [values[0]])
            builder.add(.globalLoad, to: values[1], bytes: 4)
            builder.add(.globalLoad, to: values[2], bytes: 4)
            builder.add(.intAdd, to: values[3], from: [values[2]])
            let built = builder
            let warp = built.warp(times: 200) { iteration, instruction in
                let first = UInt32(iteration * 4)
                let sector = instruction == 2 ? (secondLine == 0 ? first + 1 : first + secondLine) : first
                return (AccessRecord(sectorCount: 1, wavefronts: 1, multiplicity: 1, activeLanes: 32), [sector])
            }
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 32)
            return try time(built.program(), shape, on: gpu) { _ in [warp] }.cycles
        }
        // One latency a round, whichever line the load between goes to, and a hit.
        #expect(abs(try cycles(secondLine: 0) / cycles(secondLine: 4096) - 1) < 0.05)
    }

    @Test("one warp that chases pointers pays the whole latency of device memory")
    func latencyBound() throws {
        var builder = TraceBuilder()
        let pointer = builder.register()
        builder.add(.globalLoad, to: pointer, from: [pointer], bytes: 4)
        let gpu = try Shipped.gpu("h200")
        let built = builder
        let warp = built.warp(times: 400) { iteration, _ in
            (AccessRecord(sectorCount: 1, wavefronts: 1, multiplicity: 1, activeLanes: 1), [UInt32(iteration * 4096)])
        }
        let time = try time(
            built.program(), LaunchShape(threadgroups: 1, threadsPerThreadgroup: 32), on: gpu
        ) { _ in [warp] }
        #expect(abs(time.cycles / 400 / gpu.dram.latency - 1) < 0.02)
    }

    @Test("Little's law: few bytes in flight give bytes over latency", arguments: [1, 2, 4])
    func littlesLaw(warps: Int) throws {
        let gpu = try Shipped.gpu("h200")
        var builder = TraceBuilder()
        let pointer = builder.register()
        builder.add(.globalLoad, to: pointer, from: [pointer], bytes: 4)
        let built = builder
        let shape = LaunchShape(threadgroups: gpu.cores, threadsPerThreadgroup: warps * 32)
        let time = try time(built.program(), shape, on: gpu) { threadgroup in
            (0..<warps).map { warp in
                built.warp(times: 200) { iteration, _ in
                    TraceBuilder.coalesced(((threadgroup * warps + warp) * 200 + iteration) * 4)
                }
            }
        }
        let bytes = Double(gpu.cores * warps * 200 * 128)
        let law = Double(gpu.cores * warps * 128) / gpu.dram.latency
        #expect(abs(bytes / time.cycles / law - 1) < 0.05)
    }

    @Test("data read again from L1 costs L1's latency")
    func l1Hits() throws {
        let gpu = try Shipped.gpu("h200")
        var builder = TraceBuilder()
        let pointer = builder.register()
        builder.add(.globalLoad, to: pointer, from: [pointer], bytes: 4)
        let warp = builder.warp(times: 1000) { iteration, _ in TraceBuilder.coalesced(iteration % 8 * 4) }
        let time = try time(
            builder.program(), LaunchShape(threadgroups: 1, threadsPerThreadgroup: 32), on: gpu
        ) { _ in [warp] }
        #expect(abs(time.cycles / 1000 - gpu.l1.latency) < 8)
    }

    @Test("what every core reads is fetched from device memory once")
    func sharedData() throws {
        let gpu = try Shipped.gpu("h200")
        var builder = TraceBuilder()
        builder.add(.globalLoad, to: builder.register(), bytes: 4)
        let sectors = 4 * 2000
        let buffer = LaunchBuffer(firstSector: 0, sectorCount: UInt32(sectors))
        let warp = builder.warp(times: 2000) { iteration, _ in TraceBuilder.coalesced(iteration * 4) }
        let shape = LaunchShape(threadgroups: gpu.cores * 8, threadsPerThreadgroup: 128, buffers: [buffer])
        let time = try time(builder.program(), shape, on: gpu) { _ in Array(repeating: warp, count: 4) }
        let summary = TraceSummary([time], on: gpu, size: "shared")
        let read = try #require(summary.metrics["dram_read_bytes"])
        #expect(abs(read / Double(sectors * 32) - 1) < 0.2)
    }

    @Test("a warm launch of what fits the last cache is faster than a cold one")
    func warm() throws {
        let gpu = try Shipped.gpu("h200")
        let cold = try stream(gpu, threadgroups: 1056).time
        let warm = try stream(gpu, threadgroups: 1056, isWarm: true).time
        #expect(warm.cycles < cold.cycles * 0.9)
    }

    @Test("a launch's footprint stays for the next as far as it fits")
    func carriedState() throws {
        let gpu = try Shipped.gpu("m1-pro")
        let small = LaunchBuffer(firstSector: 0, sectorCount: 1000)
        let capacity = gpu.retainedBytes / 32
        let huge = LaunchBuffer(firstSector: 1000, sectorCount: UInt32(capacity * 1.5))
        var state = CacheState.cold
        state.touch([small], on: gpu)
        #expect(state.share(of: small) == 1)
        state.touch([huge], on: gpu)
        // What was used first has left, and the next launch's first data replaces what it wants later.
        #expect(abs(state.share(of: huge) - 1.0 / 3) < 1e-4)
        #expect(state.share(of: small) == 0)
    }

    @Test("atomics on one address are served one after the other, on many side by side")
    func atomics() throws {
        let gpu = try Shipped.gpu("m1-pro")
        func cycles(sectors: Int, multiplicity: UInt8) throws -> Double {
            var builder = TraceBuilder()
            builder.add(.globalAtomic, bytes: 4)
            let warp = builder.warp(times: 100) { _, _ in
                (
                    AccessRecord(
                        sectorCount: UInt16(sectors), wavefronts: 1, multiplicity: multiplicity, activeLanes: 32),
                    (0..<sectors).map { UInt32($0) }
                )
            }
            // One line, and every core's atomics are on it.
            let line = LaunchBuffer(firstSector: 0, sectorCount: 4)
            let shape = LaunchShape(threadgroups: gpu.cores, threadsPerThreadgroup: 32, buffers: [line])
            return try time(builder.program(), shape, on: gpu) { _ in [warp] }.cycles
        }
        let (one, many) = (try cycles(sectors: 1, multiplicity: 32), try cycles(sectors: 4, multiplicity: 1))
        // 32 operations of 16 cores at 0.7 G/s of the whole chip.
        let served = 100 * 32 * Double(gpu.cores) / gpu.atomics.sameAddressPerCycle
        #expect(abs(one / served - 1) < 0.05)
        #expect(many < one / 20)
    }

    @Test("scattered lanes take a pass of the tag stage per four lines")
    func scattered() throws {
        var gpu = try Shipped.gpu("h200")
        gpu.cores = 1
        func cycles(_ lines: Int) throws -> Double {
            var builder = TraceBuilder()
            for _ in 0..<8 { builder.add(.globalLoad, to: builder.register(), bytes: 4) }
            let warp = builder.warp(times: 200) { _, _ in
                (
                    AccessRecord(sectorCount: UInt16(lines), wavefronts: 1, multiplicity: 1, activeLanes: 32),
                    (0..<lines).map { UInt32($0 * 4) }
                )
            }
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 1024)
            return try time(builder.program(), shape, on: gpu) { _ in Array(repeating: warp, count: 32) }.cycles
        }
        let perLoad = try cycles(32) / Double(32 * 8 * 200)
        #expect(abs(perLoad / (8 * gpu.l1.tagScale) - 1) < 0.05)
        // Below that a pass takes one instruction, as many as the address units of four schedulers send.
        let accepted = try cycles(1) / Double(32 * 8 * 200)
        #expect(abs(accepted / gpu.l1.tagScale - 1) < 0.15, "\(accepted)")
    }

    @Test("what is read of a line takes the port as long as its least request")
    func leastRequest() throws {
        var gpu = try Shipped.gpu("h200")
        gpu.launch.firstAccess = 0
        /// Cycles of the port for each line, when loads read these sectors of lines in L2 that no load has read before.
        func cycles(_ sectors: [UInt32]) throws -> Double {
            var builder = TraceBuilder()
            for _ in 0..<8 { builder.add(.globalLoad, to: builder.register(), bytes: 4) }
            let built = builder
            let buffer = LaunchBuffer(firstSector: 0, sectorCount: 16 * 40 * 8 * 8 * 4)
            let shape = LaunchShape(threadgroups: 132, threadsPerThreadgroup: 512, buffers: [buffer])
            let time = try time(built.program(), shape, on: gpu, cache: .warm([buffer], on: gpu)) { _ in
                (0..<16).map { warp in
                    built.warp(times: 40) { iteration, instruction in
                        let first = ((warp * 40 + iteration) * 8 + instruction) * 8
                        let list = (0..<8).flatMap { line in sectors.map { UInt32((first + line) * 4) + $0 } }
                        return (
                            AccessRecord(
                                sectorCount: UInt16(list.count), wavefronts: 1, multiplicity: 1, activeLanes: 32), list
                        )
                    }
                }
            }
            return time.cycles / Double(16 * 40 * 8 * 8)
        }
        let (one, two, apart, four) = (
            try cycles([0]), try cycles([0, 1]), try cycles([0, 2]), try cycles([0, 1, 2, 3])
        )
        // An H200 took 1.7, 1.75, 1.75 and 3.5 cycles a line.
        #expect(abs(one / 1.7 - 1) < 0.15, "\(one)")
        #expect(abs(two / one - 1) < 0.02)
        #expect(abs(apart / one - 1) < 0.02)
        #expect(abs(four / one / (3.5 / 1.7) - 1) < 0.05, "\(four)")
        gpu.l2.leastRequest = 32
        #expect(try cycles([0]) < 0.7 * one)
    }

    @Test("exchanges between lanes take their turns at threadgroup memory where the chip has them there")
    func exchanges() throws {
        func cycles(_ operations: [OperationClass], on gpu: Hardware) throws -> Double {
            var builder = TraceBuilder()
            for _ in 0..<8 {
                for operation in operations {
                    builder.add(operation, to: builder.register(), bytes: operation == .sharedLoad ? 4 : 0)
                }
            }
            let warp = builder.warp(times: 100) { _, _ in
                (AccessRecord(sectorCount: 0, wavefronts: 1, multiplicity: 1, activeLanes: 32), [])
            }
            var chip = gpu
            chip.cores = 1
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 1024)
            return try time(builder.program(), shape, on: chip) { _ in Array(repeating: warp, count: 32) }.cycles
                / Double(32 * 8 * 100)
        }
        var gpu = try Shipped.gpu("h200")
        // An H200 took 2.02 cycles for two loads, 2.06 for a load and a shuffle, 2.02 for two shuffles.
        #expect(abs(try cycles([.sharedLoad, .sharedLoad], on: gpu) / 2.02 - 1) < 0.1)
        let turns = try cycles([.sharedLoad, .shuffle], on: gpu)
        #expect(abs(turns / 2.06 - 1) < 0.1, "\(turns)")
        #expect(abs(try cycles([.shuffle, .shuffle], on: gpu) / 2.02 - 1) < 0.1)
        gpu.threadgroupMemory.shuffleWavefronts = 0
        #expect(try cycles([.sharedLoad, .shuffle], on: gpu) < 1.3)
    }
}
