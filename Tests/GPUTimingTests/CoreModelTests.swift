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
