import Foundation
import KernelIR
import SIMTMachine

/// A kernel compiled by the real clang for a test, with buffers to run it on.
struct TestKernel {
    let kernel: LoweredKernel
    let memory = DeviceMemory()

    /// Compiles C++ for nvptx64 with a few short names; `optimized` picks the time flags or the check flags.
    init(_ body: String, entry: String = "k", optimized: Bool = true) throws {
        let text = Self.prelude + body
        let flags =
            optimized
            ? [
                "-O3", "-fno-finite-loops", "-fno-vectorize", "-fno-slp-vectorize", "-ffp-contract=fast", "-mllvm",
                "-inline-threshold=100000", "-mllvm", "-unroll-threshold=20000",
            ] : ["-O0", "-Xclang", "-disable-O0-optnone"]
        let ir = try Self.run(
            [
                "-x", "c++", "-std=c++17", "-target", "nvptx64-nvidia-cuda", "-ffreestanding", "-nostdinc",
                "-fno-threadsafe-statics", "-gline-tables-only", "-S", "-emit-llvm", "-o", "-", "-",
            ] + flags, input: text)
        kernel = try LoweredKernel(module: IRModule(parsing: ir), entry: entry)
    }

    /// Short names for address spaces, vectors and the machine's functions.
    private static let prelude = """
        typedef unsigned uint; typedef unsigned long ulong; typedef __SIZE_TYPE__ size_t;
        typedef float float4 __attribute__((ext_vector_type(4))); typedef uint uint3 __attribute__((ext_vector_type(3)));
        #define device __attribute__((address_space(1)))
        #define shared static __attribute__((address_space(3)))
        #define K extern "C" __attribute__((used))
        extern "C" { __attribute__((convergent)) void __ks_threadgroup_barrier(int);
        __attribute__((convergent)) float __ks_simd_sum_f32(float); __attribute__((convergent)) int __ks_simd_shuffle_xor_b32(int, int);
        __attribute__((convergent)) unsigned long __ks_simd_ballot(int);
        __attribute__((convergent)) void __ks_simdgroup_barrier(int); __attribute__((convergent)) int __ks_simd_shuffle_down_b32(int, int);
        __attribute__((convergent)) int __ks_simd_shuffle_b32(int, int); __attribute__((convergent)) int __ks_threadgroup_barrier_or(int);
        __attribute__((convergent)) void __ks_warp_members(int); __attribute__((convergent)) void __ks_warp_barrier(int);
        float __ks_exp2_f32(float); double __ks_exp_f64(double); int __ks_lane_id(); }
        #line 1

        """

    private static func run(_ arguments: [String], input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let clang = ProcessInfo.processInfo.environment["KERNELSWARM_CLANG"] ?? "clang"
        process.arguments = [clang] + arguments
        let stdin = Pipe()
        let stdout = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// A writable buffer with the given elements.
    func buffer<Element>(_ name: String, _ elements: [Element], isWritable: Bool = true) -> BufferID {
        let byteCount = elements.count * MemoryLayout<Element>.stride
        guard let id = try? memory.addBuffer(name: name, byteCount: byteCount, isWritable: isWritable) else {
            preconditionFailure("no room for the \(byteCount) bytes of a test's buffer")
        }
        memory.withBytes(of: id) { bytes in
            elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
        return id
    }

    /// The elements of a buffer.
    func elements<Element>(of id: BufferID, as type: Element.Type) -> [Element] {
        memory.withBytes(of: id) { Array($0.bindMemory(to: type)) }
    }

    /// Runs the kernel over `threads` threads in threadgroups of `group`; the thread's position is the last argument.
    @discardableResult
    func run(
        _ arguments: [KernelArgument], threads: Int, group: Int, options: MachineOptions = MachineOptions(),
        watch: MemoryWatch? = nil
    ) throws -> Execution {
        let launch = Launch(
            kernel: kernel, arguments: arguments + [.builtin(.threadPositionInGrid)],
            threadgroups: GridSize((threads + group - 1) / group), threadsPerThreadgroup: GridSize(group),
            threadsPerGrid: GridSize(threads))
        let execution = Execution(launch, memory: memory, options: options, watch: watch)
        try execution.runAll()
        return execution
    }
}
