import SIMTMachine
import Testing

/// What launches write, count and are stopped for, as it stands in this file: the same however this program was built, on
/// however many threads it runs and with or without AVX. The digests are of clang 21.0.0's IR.
@Suite struct PinnedDigestTests {
    /// FNV-1a with 64 bits.
    private struct Digest {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }

        mutating func add(_ number: UInt64) { withUnsafeBytes(of: number.littleEndian) { add($0) } }
    }

    /// A panel: kernels over 4096 integers and 4096 floats.
    struct Panel: Sendable, CustomTestStringConvertible {
        let name: String
        let kernels: [Kernel]
        let digest: UInt64

        var testDescription: String { name }
    }

    /// A kernel of a panel.
    struct Kernel: Sendable {
        let body: String
        let threads, group, budget: Int
    }

    private static func watched(_ cases: [WatchCase]) -> [Kernel] {
        cases.map { Kernel(body: $0.body, threads: $0.threads, group: $0.group, budget: 1_000_000) }
    }

    static let panels = [
        Panel(
            name: "threadgroups",
            kernels: SharingCase.all.map {
                Kernel(body: $0.body, threads: $0.threads, group: 64, budget: $0.budget)
            }, digest: 0x394b_3cf6_ea02_9141),
        Panel(name: "undefined values", kernels: watched(WatchCase.undefined), digest: 0x85c7_38c3_c8c7_9b15),
        Panel(name: "arithmetic", kernels: watched(WatchCase.arithmetic), digest: 0xe79b_ceed_5eae_82e3),
        Panel(name: "races", kernels: watched(WatchCase.races), digest: 0x65fa_8265_7f9b_1144),
    ]

    /// Adds everything that can be seen of a launch.
    private func add(
        _ kernel: Kernel, optimized: Bool, isWatched: Bool, threads: Int, to digest: inout Digest
    ) throws {
        let compiled = try TestKernel(kernel.body, optimized: optimized)
        let x = compiled.buffer("x", (0..<4096).map { Int32($0 * 7 % 1000) })
        let y = compiled.buffer("y", [Float](repeating: -1, count: 4096))
        let watch = isWatched ? try MemoryWatch(compiled.memory, outputs: [y]) : nil
        watch?.define(x)
        var options = MachineOptions(instructionBudget: kernel.budget, threads: threads)
        options.leastSharedWork = 0
        let count = (kernel.threads + kernel.group - 1) / kernel.group
        let launch = Launch(
            kernel: compiled.kernel,
            arguments: [.buffer(x, byteOffset: 0), .buffer(y, byteOffset: 0), .builtin(.threadPositionInGrid)],
            threadgroups: GridSize(count), threadsPerThreadgroup: GridSize(kernel.group),
            threadsPerGrid: GridSize(kernel.threads))
        let execution = Execution(launch, memory: compiled.memory, options: options, watch: watch)
        do throws(MachineFault) {
            for trace in try execution.run(threadgroups: Array(0..<count), tracing: true) {
                for warp in trace.warps {
                    for block in warp.blocks { digest.add(UInt64(block.block) << 8 | UInt64(block.activeLanes)) }
                    for sector in warp.sectors { digest.add(UInt64(sector)) }
                    for access in warp.accesses { digest.add(UInt64(access.wavefronts)) }
                }
            }
            execution.settle()
        } catch {
            digest.add(String(describing: error).utf8)
        }
        for buffer in [x, y] { compiled.memory.withBytes(of: buffer) { digest.add($0) } }
        digest.add(execution.instructionCount)
        digest.add(execution.laneInstructionCount)
        for (line, count) in execution.lineCounts.sorted(by: { $0.key < $1.key }) {
            digest.add(UInt64(line))
            digest.add(count)
        }
        digest.add(String(describing: watch?.undefinedOutput()).utf8)
        for warning in (watch?.warnings ?? []).sorted(by: { $0.lines.lexicographicallyPrecedes($1.lines) }) {
            digest.add(String(describing: warning).utf8)
        }
    }

    @Test("a launch is the same in every way that can be seen", arguments: panels, [1, 2])
    func digests(panel: Panel, threads: Int) throws {
        var digest = Digest()
        for kernel in panel.kernels {
            for optimized in [false, true] {
                for isWatched in [false, true] {
                    try add(kernel, optimized: optimized, isWatched: isWatched, threads: threads, to: &digest)
                }
            }
        }
        #expect(String(digest.state, radix: 16) == String(panel.digest, radix: 16))
    }
}
