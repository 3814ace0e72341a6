import SIMTMachine
import Testing

/// A launch on several threads against the same launch on one.
@Suite struct SharingTests {
    /// Everything that can be seen of a launch.
    private struct Outcome: Equatable {
        var x: [Int32]
        var y: [UInt32]
        var instructions, laneInstructions: UInt64
        var lines: [Int: UInt64]
        var fault: MachineFault?
        var undefined: MachineFault?
        var warnings: Set<MemoryWatch.Warning>
    }

    /// Executes a case; what can be seen, and on how many threads.
    private func run(
        _ test: SharingCase, optimized: Bool, isWatched: Bool, threads: Int
    ) throws -> (outcome: Outcome, threads: Int) {
        let kernel = try TestKernel(test.body, optimized: optimized)
        let x = kernel.buffer("x", (0..<4096).map { Int32($0 * 7 % 1000) })
        let y = kernel.buffer("y", [Float](repeating: -1, count: 4096))
        let watch = isWatched ? try MemoryWatch(kernel.memory, outputs: [y]) : nil
        watch?.define(x)
        var options = MachineOptions(instructionBudget: test.budget, threads: threads)
        options.leastSharedWork = 0
        let launch = Launch(
            kernel: kernel.kernel,
            arguments: [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .builtin(.threadPositionInGrid)],
            threadgroups: GridSize(64), threadsPerThreadgroup: GridSize(64), threadsPerGrid: GridSize(test.threads))
        let execution = Execution(launch, memory: kernel.memory, options: options, watch: watch)
        var fault: MachineFault?
        do throws(MachineFault) {
            try execution.runAll()
        } catch {
            fault = error
        }
        #expect(kernel.memory.guardsAreIntact)
        let outcome = Outcome(
            x: kernel.elements(of: x, as: Int32.self), y: kernel.elements(of: y, as: UInt32.self),
            instructions: execution.instructionCount, laneInstructions: execution.laneInstructionCount,
            lines: execution.lineCounts, fault: fault, undefined: watch?.undefinedOutput(),
            warnings: watch?.warnings ?? [])
        return (outcome, execution.threadsUsed)
    }

    @Test("nothing depends on the number of threads", arguments: SharingCase.all, [false, true])
    func outcomes(test: SharingCase, isWatched: Bool) throws {
        for optimized in [false, true] {
            let alone = try run(test, optimized: optimized, isWatched: isWatched, threads: 1)
            #expect(alone.threads == 1)
            for threads in 2...3 {
                let together = try run(test, optimized: optimized, isWatched: isWatched, threads: threads)
                #expect(together.outcome == alone.outcome, "\(threads) threads, optimised: \(optimized)")
                let isShared = test.isShared && !(isWatched && test.isSuspect)
                #expect(together.threads == (isShared ? threads : 1), "optimised: \(optimized)")
            }
        }
    }

    @Test("traces do not depend on the number of threads")
    func traces() throws {
        let kernel = try TestKernel(
            """
            shared float s[64];
            K void k(device float* x, device float* y, uint i) {
              s[i % 64] = x[i];
              __ks_threadgroup_barrier(2);
              float a = 0;
              for (uint j = 0; j < i / 64 % 9; j++) a += s[(i + j) % 64];
              y[i] = a;
            }
            """)
        let x = kernel.buffer("x", (0..<4096).map { Float($0) })
        let y = kernel.buffer("y", [Float](repeating: 0, count: 4096))
        let launch = Launch(
            kernel: kernel.kernel,
            arguments: [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .builtin(.threadPositionInGrid)],
            threadgroups: GridSize(64), threadsPerThreadgroup: GridSize(64))
        let order = (0..<64).filter { $0 % 5 != 2 }.reversed() as [Int]
        var seen: [[String]] = []
        for threads in [1, 2, 3] {
            var options = MachineOptions(threads: threads)
            options.leastSharedWork = 0
            let execution = Execution(launch, memory: kernel.memory, options: options)
            let traces = try execution.run(threadgroups: order, tracing: true)
            #expect(execution.threadsUsed == threads)
            #expect(traces.map(\.threadgroup) == order)
            seen.append(traces.map { String(describing: $0) })
        }
        #expect(seen[0].allSatisfy { !$0.isEmpty })
        #expect(seen[1] == seen[0])
        #expect(seen[2] == seen[0])
    }

    @Test("launches after one another on the same memory are watched alike")
    func plan() throws {
        let first = try TestKernel("K void k(device int* x, device float* y, uint i) { x[i] = i; y[i] = i; }")
        let second = try TestKernel("K void k(device int* x, device float* y, uint i) { y[i] = x[4095 - i]; }")
        let x = first.buffer("x", [Int32](repeating: 0, count: 4096))
        let y = first.buffer("y", [Float](repeating: 0, count: 4096))
        var found: [[Float]] = []
        for threads in [1, 2, 1, 3] {
            let watch = try MemoryWatch(first.memory, outputs: [y])
            for kernel in [first.kernel, second.kernel] {
                var options = MachineOptions(threads: threads)
                options.leastSharedWork = 0
                let launch = Launch(
                    kernel: kernel,
                    arguments: [
                        .buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .builtin(.threadPositionInGrid),
                    ], threadgroups: GridSize(64), threadsPerThreadgroup: GridSize(64))
                let execution = Execution(launch, memory: first.memory, options: options, watch: watch)
                try execution.runAll()
                #expect(execution.threadsUsed == threads)
            }
            #expect(watch.warnings.isEmpty && watch.undefinedOutput() == nil)
            found.append(first.elements(of: y, as: Float.self))
        }
        #expect(found.allSatisfy { $0 == (0..<4096).map { Float(4095 - $0) } })
    }
}
