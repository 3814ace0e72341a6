import GPUTiming
import SIMTMachine
import Testing

@Suite("Occupancy")
struct OccupancyTests {
    /// Residency with registers as the compiler reports them, without an allowance.
    private func occupancy(
        _ name: String, registers: Int, threads: Int, bytes: Int = 0
    ) throws -> Occupancy {
        var gpu = try Shipped.gpu(name)
        gpu.registers.allowance = 0
        return Occupancy(registers: registers, staticBytes: bytes, threads: threads, dynamicBytes: 0, on: gpu)
    }

    @Test(
        "Mesa's table of half registers and threads",
        arguments: [
            (104, 1024), (112, 896), (128, 832), (136, 768), (144, 704), (160, 640), (184, 576), (208, 512), (232, 448),
            (256, 384),
        ])
    func apple(halfRegisters: Int, threads: Int) throws {
        // The largest threadgroup that still fits is the table's figure.
        #expect(try occupancy("m1-pro", registers: halfRegisters / 2, threads: threads).threadgroups == 1)
        if threads < 1024 {
            #expect(try occupancy("m1-pro", registers: halfRegisters / 2, threads: threads + 32).threadgroups == 0)
        }
    }

    @Test("several threadgroups share an Apple core up to 3072 threads")
    func appleSharing() throws {
        let few = try occupancy("m1-pro", registers: 16, threads: 256)
        #expect(few.threadgroups == 12 && few.limiter == .threads && few.share == 1)
        let memory = try occupancy("m1-pro", registers: 16, threads: 256, bytes: 16384)
        #expect(memory.threadgroups == 4 && memory.limiter == .threadgroupMemory)
        let registers = try occupancy("m1-pro", registers: 64, threads: 256)
        #expect(registers.threadgroups == 3 && registers.limiter == .registers)
    }

    @Test(
        "the CUDA occupancy calculator for compute capability 9.0",
        arguments: [
            // registers, threads, shared bytes, blocks, limiter
            (32, 256, 0, 8, Occupancy.Limiter.threads), (33, 256, 0, 6, .registers), (64, 256, 0, 4, .registers),
            (128, 256, 0, 2, .registers), (255, 256, 0, 1, .registers), (32, 32, 0, 32, .threadgroups),
            (32, 1024, 0, 2, .threads), (40, 1024, 0, 1, .registers), (32, 256, 48 * 1024, 4, .threadgroupMemory),
            (32, 256, 100 * 1024, 2, .threadgroupMemory), (32, 128, 227 * 1024, 1, .threadgroupMemory),
            (32, 128, 228 * 1024, 0, .threadgroupMemory), (168, 384, 0, 1, .registers),
        ])
    func cuda(registers: Int, threads: Int, bytes: Int, blocks: Int, limiter: Occupancy.Limiter) throws {
        let result = try occupancy("h200", registers: registers, threads: threads, bytes: bytes)
        #expect(result.threadgroups == blocks)
        #expect(result.limiter == limiter)
    }

    @Test(
        "the CUDA occupancy calculator for compute capabilities 8.0 and 8.6",
        arguments: [
            // registers, threads, shared bytes, blocks, limiter
            ("a100", 32, 256, 0, 8, Occupancy.Limiter.threads),
            ("a100", 40, 256, 0, 6, .registers),
            ("a100", 64, 256, 0, 4, .registers),
            ("a100", 128, 256, 0, 2, .registers),
            ("a100", 255, 256, 0, 1, .registers),
            ("a100", 32, 32, 0, 32, .threadgroups),
            ("a100", 24, 64, 0, 32, .threads),
            ("a100", 32, 1024, 0, 2, .threads),
            ("a100", 42, 1024, 0, 1, .registers),
            ("a100", 64, 1024, 0, 1, .registers),
            ("a100", 48, 192, 0, 6, .registers),
            ("a100", 32, 256, 16384, 8, .threads),
            ("a100", 32, 256, 49152, 3, .threadgroupMemory),
            ("a100", 32, 128, 166912, 1, .threadgroupMemory),
            ("a100", 32, 128, 166913, 0, .threadgroupMemory),
            ("a100", 168, 128, 16384, 3, .registers),
            ("rtx-a6000", 32, 256, 0, 6, .threads),
            ("rtx-a6000", 40, 256, 0, 6, .threads),
            ("rtx-a6000", 64, 256, 0, 4, .registers),
            ("rtx-a6000", 128, 256, 0, 2, .registers),
            ("rtx-a6000", 255, 256, 0, 1, .registers),
            ("rtx-a6000", 32, 32, 0, 16, .threadgroups),
            ("rtx-a6000", 24, 64, 0, 16, .threadgroups),
            ("rtx-a6000", 32, 1024, 0, 1, .threads),
            ("rtx-a6000", 42, 1024, 0, 1, .threads),
            ("rtx-a6000", 64, 1024, 0, 1, .threads),
            ("rtx-a6000", 48, 192, 0, 6, .registers),
            ("rtx-a6000", 32, 256, 16384, 5, .threadgroupMemory),
            ("rtx-a6000", 32, 256, 49152, 2, .threadgroupMemory),
            ("rtx-a6000", 32, 128, 101376, 1, .threadgroupMemory),
            ("rtx-a6000", 32, 128, 101377, 0, .threadgroupMemory),
            ("rtx-a6000", 168, 128, 16384, 3, .registers),
        ])
    func ampere(
        name: String, registers: Int, threads: Int, bytes: Int, blocks: Int, limiter: Occupancy.Limiter
    ) throws {
        let result = try occupancy(name, registers: registers, threads: threads, bytes: bytes)
        #expect(result.threadgroups == blocks)
        #expect(result.limiter == limiter)
    }

    @Test("threadgroup memory leaves the rest of the unified memory to L1")
    func carveOut() throws {
        #expect(try occupancy("h200", registers: 32, threads: 256).l1Bytes == (256 - 8) * 1024)
        #expect(try occupancy("h200", registers: 32, threads: 256, bytes: 48 * 1024).l1Bytes == (256 - 196) * 1024)
        #expect(try occupancy("m1-pro", registers: 32, threads: 256, bytes: 30000).l1Bytes == 8192)
    }

    @Test("a threadgroup that does not fit is refused with the reason")
    func refused() throws {
        let gpu = try Shipped.gpu("m1-pro")
        var builder = TraceBuilder()
        builder.add(.floatAdd, to: builder.register())
        #expect(throws: LaunchError.self) {
            try GridModel(
                hardware: gpu, program: builder.program(),
                shape: LaunchShape(threadgroups: 1, threadsPerThreadgroup: 1025))
        }
        do {
            _ = try GridModel(
                hardware: gpu, program: builder.program(threadgroupBytes: 40000),
                shape: LaunchShape(threadgroups: 1, threadsPerThreadgroup: 256))
        } catch {
            #expect(
                error.description
                    == "a threadgroup of 256 threads with 20 registers each and 40000 bytes of threadgroup memory does "
                    + "not fit on a core of m1-pro: threadgroup memory")
        }
    }
}
