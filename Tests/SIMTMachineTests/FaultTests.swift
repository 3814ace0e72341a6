import SIMTMachine
import Testing

@Suite struct FaultTests {
    /// Runs one buffer kernel of 64 threads and returns what stopped it.
    private func fault(_ body: String, isWritable: Bool = true, optimized: Bool = false) throws -> MachineFault? {
        let kernel = try TestKernel(body, optimized: optimized)
        let x = kernel.buffer("x", [Float](repeating: 1, count: 64), isWritable: isWritable)
        var options = MachineOptions(instructionBudget: 100_000)
        options.barriersNeedAllThreads = true
        do {
            try kernel.run([.buffer(x, byteOffset: 0)], threads: 64, group: 64, options: options)
            return nil
        } catch let fault as MachineFault {
            return fault
        }
    }

    @Test("an index past the end names buffer, offset, line and thread")
    func pastTheEnd() throws {
        let fault = try #require(try fault("K void k(device float* x, uint i) {\n x[i + 1] = 2; }"))
        #expect(
            fault.kind
                == .outOfBounds(buffer: "x", offset: 256, accessBytes: 4, bufferBytes: 256, isStore: true))
        #expect(fault.line == 2)
        #expect(fault.thread?.position == GridSize(63, 0, 0))
    }

    @Test("a negative index is reported against its own buffer")
    func negative() throws {
        let fault = try #require(
            try fault("K void k(device float* x, uint i) {\n float v = x[(int)i - 3]; x[i] = v; }"))
        #expect(
            fault.kind
                == .outOfBounds(buffer: "x", offset: -12, accessBytes: 4, bufferBytes: 256, isStore: false))
    }

    @Test("null, write to an input, misaligned, trap")
    func others() throws {
        #expect(
            try fault("K void k(device float* x, uint i) { device float* p = 0; p[i] = x[i]; }")?.kind
                == .nullPointer(isStore: true))
        #expect(
            try fault("K void k(device float* x, uint i) { x[i] = 1; }", isWritable: false)?.kind
                == .writeToReadOnly(buffer: "x", offset: 0))
        #expect(
            try fault("K void k(device char* x, uint i) { *(device float*)(x + 1 + i % 2) = 1; }")?.kind
                == .misaligned(buffer: "x", offset: 1, alignment: 4))
        #expect(
            try fault("K void k(device float* x, uint i) { if (i == 5) __builtin_trap(); x[i] = 1; }")?.kind == .trap)
    }

    @Test("an endless loop ends by budget at its hottest line")
    func endless() throws {
        let fault = try #require(
            try fault(
                "K void k(device float* x, uint i) {\n volatile device float* p = x;\n while (true) {\n  p[i] += 1;\n }\n}"
            ))
        #expect(fault.kind == .overBudget(limit: 100_000))
        #expect(fault.line == 4)
    }

    @Test("a barrier that not all warps reach is divergence")
    func divergence() throws {
        let fault = try #require(
            try fault(
                "K void k(device float* x, uint i) {\n if (i < 32)\n  __ks_threadgroup_barrier(2);\n x[i] = 1; }"))
        #expect(fault.kind == .barrierDivergence)
        #expect(fault.line == 3)
    }

    @Test("threads that returned early do not count at a barrier, threads that pass it by do")
    func earlyReturn() throws {
        for optimized in [true, false] {
            let early = try TestKernel(
                """
                shared float s[64];
                K void k(device float* x, uint i) {
                  if (i >= 40) return;
                  s[i] = (float)i;
                  __ks_threadgroup_barrier(2);
                  x[i] = s[39 - i];
                }
                """, optimized: optimized)
            let x = early.buffer("x", [Float](repeating: -1, count: 64))
            try early.run([.buffer(x, byteOffset: 0)], threads: 64, group: 64)
            let expected = (0..<64).map { $0 < 40 ? Float(39 - $0) : -1 }
            #expect(early.elements(of: x, as: Float.self) == expected)

            let stray = try TestKernel(
                "K void k(device float* x, uint i) {\n if (i % 2 == 0)\n  __ks_threadgroup_barrier(2);\n x[i] = 1; }",
                optimized: optimized)
            let y = stray.buffer("x", [Float](repeating: 0, count: 64))
            let fault = #expect(throws: MachineFault.self) {
                try stray.run([.buffer(y, byteOffset: 0)], threads: 64, group: 64)
            }
            #expect(fault?.kind == .barrierDivergence)
            #expect(fault?.line == 3)
        }
    }

    @Test(
        "in Metal too, threads that returned are not waited for, and threads that went on are missing",
        arguments: [
            ("if (i >= 40) return;", "", true), ("if (i >= 32) return;", "", true), ("if (i < 32) return;", "", true),
            ("if (i < 32) {", "}", false), ("if (i >= 40) { s[i] = 3; return; }", "", true),
        ])
    func returnedThreads(start: String, end: String, isFine: Bool) throws {
        for optimized in [false, true] {
            let kernel = try TestKernel(
                """
                shared float s[64];
                K void k(device float* x, uint i) {
                  s[i] = i;
                  \(start)
                  __ks_threadgroup_barrier(2);
                  \(end)
                  x[i] = 1;
                  if (x[i] > 2) x[i] = 2;
                }
                """, optimized: optimized)
            let x = kernel.buffer("x", [Float](repeating: 0, count: 64))
            var fault: MachineFault?
            do {
                try kernel.run(
                    [.buffer(x, byteOffset: 0)], threads: 64, group: 64,
                    options: MachineOptions(barriersNeedAllThreads: true))
            } catch let found as MachineFault {
                fault = found
            }
            #expect(fault?.kind == (isFine ? nil : .barrierDivergence), "optimised: \(optimized)")
        }
    }

    @Test(
        "warps that wait at two lines meet as on CUDA's hardware, which is said; what parts otherwise is divergence",
        arguments: [
            // Whole warps, as in double buffering: each half fills what the other reads.
            ("i < 32", "__ks_threadgroup_barrier(3);", "__ks_threadgroup_barrier(3);", false, true),
            ("i < 32", "__ks_threadgroup_barrier(3);", "__ks_threadgroup_barrier(3);", true, false),
            ("i % 2 == 0", "__ks_threadgroup_barrier(3);", "__ks_threadgroup_barrier(3);", false, false),
            ("i < 32", "__ks_threadgroup_barrier(3);", "__ks_threadgroup_barrier_or(1);", false, false),
            ("i < 32", "__ks_threadgroup_barrier_or(0);", "__ks_threadgroup_barrier(3);", false, false),
        ])
    func splitBarrier(condition: String, first: String, second: String, isMetal: Bool, meets: Bool) throws {
        let kernel = try TestKernel(
            """
            shared float s[64];
            K void k(device float* x, uint i) {
              float v;
              if (\(condition)) {
                s[i] = i;
                \(first)
                v = s[i + 32];
              } else {
                s[i] = i * 2;
                \(second)
                v = s[i - 32];
              }
              x[i] = v;
            }
            """, optimized: false)
        let x = kernel.buffer("x", [Float](repeating: 0, count: 64))
        let watch = try MemoryWatch(kernel.memory, outputs: [x])
        var fault: MachineFault?
        do {
            try kernel.run(
                [.buffer(x, byteOffset: 0)], threads: 64, group: 64,
                options: MachineOptions(barriersNeedAllThreads: isMetal), watch: watch)
        } catch let found as MachineFault {
            fault = found
        }
        #expect(fault?.kind == (meets ? nil : .barrierDivergence))
        #expect(watch.splitBarriers == (meets ? [[6, 10]] : []))
        guard meets else { return }
        let expected: [Float] = (0..<64).map { index in
            let value: Int = index < 32 ? (index + 32) * 2 : index - 32
            return Float(value)
        }
        #expect(kernel.elements(of: x, as: Float.self) == expected)
    }

    @Test("recursion and unknown functions are refused by name")
    func refusals() throws {
        #expect(throws: LoweringError.self) {
            try TestKernel(
                "__attribute__((noinline)) int f(int n) { return n < 2 ? 1 : n * f(n - 1) + f(n / 2); } K void k(device int* y, uint i) { y[i] = f(i); }",
                optimized: false)
        }
        do {
            _ = try TestKernel("extern \"C\" int mystery(int); K void k(device int* y, uint i) { y[i] = mystery(i); }")
            Issue.record("an undefined function was accepted")
        } catch let error as LoweringError {
            #expect(error.message == "call of 'mystery', which is not defined and not supported")
        }
    }
}
