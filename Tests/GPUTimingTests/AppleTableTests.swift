import GPUTiming
import SIMTMachine
import Testing

@Suite("Published figures of Apple cores")
struct AppleTableTests {
    /// Cycles per instruction and scheduler of `chains` dependent chains in each of `warps` warps on one core; besides the
    /// chain each instruction reads `others` registers that nobody writes.
    private func cycles(
        _ operation: OperationClass, chains: Int, warps: Int, others: Int
    ) throws -> Double {
        var builder = TraceBuilder()
        let registers = (0..<chains).map { _ in builder.register() }
        let operands = (0..<others).map { _ in builder.register() }
        for _ in 0..<8 {
            for register in registers { builder.add(operation, to: register, from: [register] + operands) }
        }
        let perGroup = [22, 24].first { warps % $0 == 0 } ?? warps
        var hardware = try Shipped.gpu("m1-pro")
        hardware.cores = 1
        // The published figures leave out what starting threadgroups takes.
        hardware.launch.threadgroup = 0
        let shape = LaunchShape(threadgroups: warps / perGroup, threadsPerThreadgroup: perGroup * 32)
        let warp = builder.warp(times: 100)
        let time = try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in
            Array(repeating: warp, count: perGroup)
        }
        return time.cycles / Double((warps + 3) / 4 * 100 * 8 * chains)
    }

    @Test(
        "cycles by parallelism and residency within 15 %",
        arguments: [
            (OperationClass.floatAdd, 1, 4, [6.60, 5.59, 5.14, 2.86]), (.floatAdd, 1, 8, [3.44, 3.08, 2.78, 1.58]),
            (.floatAdd, 1, 88, [1.84, 1.73, 1.37, 1.01]), (.halfAdd, 1, 4, [3.92, 2.49, 2.55, 1.78]),
            (.halfAdd, 1, 8, [2.16, 1.46, 1.47, 1.26]), (.halfAdd, 1, 88, [1.56, 1.05, 1.04, 1.02]),
            (.floatFMA, 2, 4, [11.34, 8.36, 4.46, 2.75]), (.floatFMA, 2, 8, [5.71, 4.24, 2.75, 1.60]),
            (.floatFMA, 2, 88, [1.99, 1.87, 1.35, 1.02]), (.halfFMA, 2, 4, [3.94, 2.44, 2.55, 1.79]),
            (.halfFMA, 2, 8, [2.15, 1.40, 1.47, 1.29]), (.halfFMA, 2, 88, [1.56, 1.04, 1.04, 1.02]),
        ])
    func surface(operation: OperationClass, others: Int, warps: Int, published: [Double]) throws {
        for (index, expected) in published.enumerated() {
            let modelled = try cycles(operation, chains: index + 1, warps: warps, others: others)
            #expect(
                abs(modelled / expected - 1) <= 0.15,
                "\(operation) at parallelism \(index + 1), \(warps) simdgroups: \(modelled), published \(expected)")
        }
    }

    @Test("one register is always there in time, and a third one is what makes a multiply-add slow")
    func operands() throws {
        let single = try cycles(.floatFMA, chains: 1, warps: 96, others: 0)
        #expect(abs(single * 0.95 - 1) < 0.02, "\(single) cycles")
        let (two, addition) = (
            try cycles(.floatFMA, chains: 1, warps: 4, others: 1), try cycles(.floatAdd, chains: 1, warps: 4, others: 1)
        )
        #expect(two == addition)
    }

    /// Cycles per scheduler of a sequence whose results nobody waits for, 24 simdgroups on each scheduler.
    private func cycles(_ operations: [OperationClass]) throws -> Double {
        var builder = TraceBuilder()
        let (x, y) = (builder.register(), builder.register())
        for _ in 0..<8 { for operation in operations { builder.add(operation, to: builder.register(), from: [x, y]) } }
        var hardware = try Shipped.gpu("m1-pro")
        hardware.cores = 1
        let warp = builder.warp(times: 60)
        let shape = LaunchShape(threadgroups: 3, threadsPerThreadgroup: 1024)
        let time = try time(builder.program(pressure: 8), shape, on: hardware, budget: .max) { _ in
            Array(repeating: warp, count: 32)
        }
        return time.cycles / Double(24 * 60 * 8)
    }

    @Test("mixed sequences within 10 %")
    func mixes() throws {
        let mixes = PublishedMixes.all
        #expect(mixes.count == 88)
        for mix in mixes {
            let modelled = try cycles(mix.operations)
            let error = modelled / mix.cycles - 1
            #expect(abs(error) <= 0.1, "\(mix.name): \(modelled), published \(mix.cycles)")
        }
    }
}
