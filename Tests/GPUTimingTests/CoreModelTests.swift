import GPUTiming
import SIMTMachine
import Testing

@Suite("One core")
struct CoreModelTests {
    /// Cycles per instruction and scheduler of `chains` dependent chains in each of `warps` warps, one threadgroup.
    private func cycles(
        _ operation: OperationClass, chains: Int, warps: Int, on name: String, repetitions: Int = 200
    ) throws -> Double {
        var builder = TraceBuilder()
        let registers = (0..<chains).map { _ in builder.register() }
        for _ in 0..<8 { for register in registers { builder.add(operation, to: register, from: [register]) } }
        let gpu = try Shipped.gpu(name)
        let perGroup = warps % 22 == 0 ? 22 : warps
        let groups = warps / perGroup
        // One core: the launch has as many threadgroups as that core holds.
        var hardware = gpu
        hardware.cores = 1
        let shape = LaunchShape(threadgroups: groups, threadsPerThreadgroup: perGroup * 32)
        let warp = builder.warp(times: repetitions)
        let time = try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in
            Array(repeating: warp, count: perGroup)
        }
        let perScheduler = Double((warps + 3) / 4 * repetitions * 8 * chains)
        return time.cycles / perScheduler
    }

    @Test("a dependent chain costs the latency per instruction")
    func dependentChain() throws {
        #expect(abs(try cycles(.floatFMA, chains: 1, warps: 1, on: "h200") - 4) < 0.05)
        #expect(abs(try cycles(.doubleArithmetic, chains: 1, warps: 1, on: "h200") - 8) < 0.05)
        #expect(abs(try cycles(.floatAdd, chains: 1, warps: 1, on: "m1-pro") - 3) < 0.05)
        #expect(abs(try cycles(.minMaxSelect, chains: 1, warps: 1, on: "m1-pro") - 4.74) < 0.05)
    }

    @Test("independent instructions cost the initiation interval")
    func independent() throws {
        #expect(abs(try cycles(.floatFMA, chains: 8, warps: 4, on: "h200") - 1) < 0.05)
        #expect(abs(try cycles(.intAdd, chains: 8, warps: 4, on: "h200") - 2) < 0.05)
        #expect(abs(try cycles(.exp2Log2, chains: 8, warps: 4, on: "h200") - 8) < 0.05)
        #expect(abs(try cycles(.intMultiply, chains: 8, warps: 4, on: "m1-pro") - 4) < 0.05)
    }

    @Test("a barrier costs its latency each time")
    func barrier() throws {
        var builder = TraceBuilder()
        builder.add(.barrier)
        var hardware = try Shipped.gpu("h200")
        hardware.cores = 1
        let warp = builder.warp(times: 100)
        let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 256)
        let time = try time(builder.program(), shape, on: hardware) { _ in Array(repeating: warp, count: 8) }
        // 30 cycles from the last of two warps a scheduler, each with an issue.
        #expect(time.cycles / 100 > 30 && time.cycles / 100 < 34)
    }

    @Test("the first warps of threadgroups are spread over the schedulers of an H200")
    func placement() throws {
        // Only the first of four warps of each of four threadgroups has work.
        var builder = TraceBuilder()
        let registers = (0..<8).map { _ in builder.register() }
        for register in registers { builder.add(.floatFMA, to: register, from: [register]) }
        func cycles(_ name: String) throws -> Double {
            var hardware = try Shipped.gpu(name)
            hardware.cores = 1
            let shape = LaunchShape(threadgroups: 4, threadsPerThreadgroup: 128)
            let (busy, idle) = (builder.warp(times: 400), builder.warp(times: 1))
            return try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in
                [busy, idle, idle, idle]
            }.cycles
        }
        // 3200 instructions in each of four busy warps, side by side.
        #expect(try cycles("h200") < 2 * 3200)
        #expect(try cycles("m1-pro") > 4 * 3200)
    }

    @Test("different addresses of one read of constants follow one another")
    func constants() throws {
        func cycles(_ addresses: UInt8) throws -> Double {
            var builder = TraceBuilder()
            let value = builder.register()
            builder.add(.constantLoad, to: value, from: [value], bytes: 4)
            var hardware = try Shipped.gpu("h200")
            hardware.cores = 1
            let warp = builder.warp(times: 1000) { _, _ in
                (AccessRecord(sectorCount: 1, wavefronts: 1, multiplicity: addresses, activeLanes: 32), [0])
            }
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 1024)
            return try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in
                Array(repeating: warp, count: 32)
            }.cycles / 32_000
        }
        // 64.3 cycles a read with 32 addresses were measured, 16.2 with 8.
        #expect(abs(try cycles(32) - 64) < 2)
        #expect(abs(try cycles(8) - 16) < 1)
    }

    @Test("a warp goes on while its copies to threadgroup memory are under way")
    func copies() throws {
        func cycles(_ store: OperationClass, leaving: UInt8) throws -> Double {
            var builder = TraceBuilder()
            let (address, value, sum) = (builder.register(), builder.register(), builder.register())
            builder.add(.globalLoad, to: value, from: [address], bytes: 4)
            builder.add(store, from: [address, value], bytes: 4)
            builder.add(.asyncCommit)
            for _ in 0..<100 { builder.add(.floatFMA, to: sum, from: [sum]) }
            builder.add(.asyncWait, bytes: leaving)
            var hardware = try Shipped.gpu("h200")
            hardware.cores = 1
            let warp = builder.warp(times: 200) { iteration, instruction in
                instruction == 0
                    ? TraceBuilder.coalesced(iteration * 4)
                    : (AccessRecord(sectorCount: 0, wavefronts: 1, multiplicity: 1, activeLanes: 32), [])
            }
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 32)
            return try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in [warp] }.cycles
                / 200
        }
        // Device memory takes 684 cycles, the arithmetic 400: one after the other, side by side, and one group ahead.
        let waiting = try cycles(.sharedStore, leaving: 0)
        let beside = try cycles(.asyncStore, leaving: 0)
        let ahead = try cycles(.asyncStore, leaving: 1)
        #expect(waiting > 1000)
        #expect(beside > 650 && beside < 900)
        #expect(ahead > 390 && ahead < 500)
    }

    @Test("bank conflicts multiply the time of threadgroup memory")
    func bankConflicts() throws {
        func cycles(_ wavefronts: UInt8) throws -> Double {
            var builder = TraceBuilder()
            for _ in 0..<16 { builder.add(.sharedLoad, to: builder.register(), bytes: 4) }
            var hardware = try Shipped.gpu("m1-pro")
            hardware.cores = 1
            let warp = builder.warp(times: 50) { _, _ in
                (AccessRecord(sectorCount: 0, wavefronts: wavefronts, multiplicity: 1, activeLanes: 32), [])
            }
            let shape = LaunchShape(threadgroups: 1, threadsPerThreadgroup: 1024)
            return try time(builder.program(), shape, on: hardware) { _ in Array(repeating: warp, count: 32) }.cycles
        }
        let (free, eight) = (try cycles(1), try cycles(8))
        #expect(abs(free / Double(32 * 16 * 50) - 1) < 0.05)
        #expect(abs(eight / free - 8) < 0.2)
    }
}
