import SIMTMachine
import Testing

@Suite struct WatchTests {
    /// A finding in short words.
    private func words(_ fault: MachineFault) -> String {
        switch fault.kind {
        case .undefinedValue(let use, let source):
            let verb =
                switch use {
                case .branch: "branch"
                case .address: "address"
                case .atomic: "atomic"
                case .vote: "vote"
                case .output(let buffer, _): "output \(buffer)"
                }
            let origin =
                switch source {
                case .memory(let name, _): name
                case .variable: "a variable"
                case .inactiveLane(let line): "an inactive lane on line \(line)"
                }
            return "\(fault.line): \(verb) from \(origin)"
        case .dataRace(let memory, _, let isStore, let other):
            let verbs = [isStore, other.isStore].map { $0 ? "writes" : "reads" }
            return "race in \(memory): \(fault.line) \(verbs[0]), \(other.line) \(verbs[1])"
        case .divisionByZero: return "\(fault.line): division by zero"
        case .divisionOverflow: return "\(fault.line): overflow"
        case .shiftPastWidth(let bits): return "\(fault.line): shift of \(bits)"
        default: return "\(fault.line): \(fault.kind)"
        }
    }

    /// Runs a case with every check on and returns what was found, and whether there were warnings.
    private func check(_ test: WatchCase, optimized: Bool = false) throws -> (finding: String?, warns: Bool) {
        let kernel = try TestKernel(test.body, optimized: optimized)
        let ramp = (0..<256).map { Int32($0) }
        let x = kernel.buffer("x", ramp)
        let y = kernel.buffer("y", [Float](repeating: .nan, count: 256))
        let watch = try MemoryWatch(kernel.memory, outputs: [y])
        // The input of these tests may be written, so it is made defined by writing it.
        watch.define(x)
        do {
            try kernel.run(
                [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0)], threads: test.threads, group: test.group,
                watch: watch)
        } catch let fault as MachineFault {
            return (words(fault), false)
        }
        return (watch.undefinedOutput().map(words), !watch.warnings.isEmpty)
    }

    @Test("undefined values are found where they are used, and nowhere else", arguments: WatchCase.undefined)
    func undefined(test: WatchCase) throws {
        #expect(try check(test).finding == test.finding)
    }

    @Test("integer operations without a result are found", arguments: WatchCase.arithmetic)
    func arithmetic(test: WatchCase) throws {
        #expect(try check(test).finding == test.finding)
    }

    @Test("data races are found, and what is ordered is not", arguments: WatchCase.races)
    func races(test: WatchCase) throws {
        let found = try check(test)
        #expect(found.finding == test.finding)
        #expect(found.warns == test.warns)
    }

    @Test("a race names both threads and the place")
    func raceNamesThreads() throws {
        let kernel = try TestKernel(
            "shared float s[64];\nK void k(device float* x, uint i) {\n s[i] = x[i];\n x[i] = s[63 - i];\n}",
            optimized: false)
        let x = kernel.buffer("x", [Float](repeating: 1, count: 128))
        let watch = try MemoryWatch(kernel.memory, outputs: [])
        watch.define(x)
        let fault = #expect(throws: MachineFault.self) {
            try kernel.run([.buffer(x, byteOffset: 0)], threads: 128, group: 64, watch: watch)
        }
        let thread = try #require(fault?.thread)
        guard case .dataRace(let memory, let offset, true, let other) = fault?.kind else {
            Issue.record("no race was found")
            return
        }
        // The second warp stores what the first has read.
        #expect(memory == "threadgroup memory")
        #expect(thread.position.x == offset / 4)
        #expect(other.thread?.position.x == 63 - offset / 4)
        #expect(other.line == 4 && !other.isStore)
        #expect(fault?.line == 3)
    }

    @Test("watching changes neither results nor counts", arguments: [true, false])
    func sameResults(optimized: Bool) throws {
        let body = """
            shared float s[64];
            K void k(device float* x, uint i) {
              float a[4];
              for (int j = 0; j < 4; j++) a[j] = x[i] * j;
              s[i] = a[i % 4];
              __ks_threadgroup_barrier(2);
              float sum = 0;
              for (uint j = 0; j <= i % 7; j++) sum += s[(i + j) % 64] * __ks_simd_sum_f32(a[j % 4]);
              x[i] = sum;
            }
            """
        var results: [[Float]] = []
        var counts: [UInt64] = []
        for isWatched in [false, true] {
            let kernel = try TestKernel(body, optimized: optimized)
            let x = kernel.buffer("x", (0..<64).map { Float($0) / 7 })
            let watch = isWatched ? try MemoryWatch(kernel.memory, outputs: []) : nil
            watch?.define(x)
            let execution = try kernel.run([.buffer(x, byteOffset: 0)], threads: 64, group: 64, watch: watch)
            results.append(kernel.elements(of: x, as: Float.self))
            counts.append(execution.instructionCount)
        }
        #expect(results[0] == results[1])
        #expect(counts[0] == counts[1])
    }
}
