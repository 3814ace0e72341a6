import Foundation
import KernelCompiler
import SIMTMachine

/// One launch that is measured.
struct CheckBenchmark {
    /// What it computes.
    let name: String
    /// The kernel; its buffers are an input (two of them for the product) and an output of floats.
    let text: String
    /// Elements of the input, of the output.
    let inputCount, outputCount: Int
    /// The grid and the threadgroup.
    let threads, group: GridSize

    /// What one execution took.
    struct Cost {
        /// On the wall.
        var wall: Duration
        /// Of all threads' processor time.
        var processor: Duration
        /// Lane instructions.
        var count: UInt64
    }

    /// Executes it once on `crew` threads.
    func run(_ kernel: LoweredKernel, isWatched: Bool, crew: Int, _ clock: ContinuousClock) throws -> Cost {
        let memory = DeviceMemory()
        let input = try memory.addBuffer(name: "a", byteCount: inputCount * 4, isWritable: false)
        memory.withBytes(of: input) { bytes in
            for index in 0..<inputCount {
                bytes.storeBytes(of: Float(index % 17) / 17, toByteOffset: index * 4, as: Float.self)
            }
        }
        let output = try memory.addBuffer(name: "out", byteCount: outputCount * 4, isWritable: true)
        let watch = isWatched ? try MemoryWatch(memory, outputs: [output]) : nil
        let launch = Launch(
            kernel: kernel,
            arguments: [
                .buffer(input, byteOffset: 0), .buffer(output, byteOffset: 0), .builtin(.threadPositionInThreadgroup),
                .builtin(.threadgroupPositionInGrid),
            ],
            threadgroups: GridSize(threads.x / group.x, threads.y / group.y, 1), threadsPerThreadgroup: group)
        var count: UInt64 = 0
        let before = Self.processorTime()
        let duration = try clock.measure {
            let execution = Execution(
                launch, memory: memory, options: MachineOptions(threads: crew), watch: watch)
            try execution.runAll()
            count = execution.laneInstructionCount
        }
        return Cost(wall: duration, processor: Self.processorTime() - before, count: count)
    }

    /// Processor time of this process so far.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension CheckBenchmark {
    /// What is measured.
    static let all = [
        CheckBenchmark(
            name: "matrix product 128", text: matmul, inputCount: 2 * 128 * 128, outputCount: 128 * 128,
            threads: GridSize(128, 128, 1), group: GridSize(16, 16, 1)),
        CheckBenchmark(
            name: "softmax 1024 x 1024", text: softmax, inputCount: 1024 * 1024, outputCount: 1024 * 1024,
            threads: GridSize(1024 * 256, 1, 1), group: GridSize(256, 1, 1)),
        CheckBenchmark(
            name: "reduction 4 M", text: reduction, inputCount: 1 << 22, outputCount: 1024,
            threads: GridSize(1024 * 256, 1, 1), group: GridSize(256, 1, 1)),
    ]

    /// out = a b of 128 x 128, tiled.
    private static let matmul = """
        #include <metal_stdlib>
        using namespace metal;
        kernel void product(
            device const float* a [[buffer(0)]], device float* out [[buffer(1)]],
            uint2 local [[thread_position_in_threadgroup]], uint2 tile [[threadgroup_position_in_grid]]) {
            threadgroup float left[16][16], right[16][16];
            device const float* b = a + 128 * 128;
            uint row = tile.y * 16 + local.y, column = tile.x * 16 + local.x;
            float sum = 0;
            for (uint k = 0; k < 128; k += 16) {
                left[local.y][local.x] = a[row * 128 + k + local.x];
                right[local.y][local.x] = b[(k + local.y) * 128 + column];
                threadgroup_barrier(mem_flags::mem_threadgroup);
                for (uint j = 0; j < 16; j++) sum += left[local.y][j] * right[j][local.x];
                threadgroup_barrier(mem_flags::mem_threadgroup);
            }
            out[row * 128 + column] = sum;
        }

        """

    /// Rows of 1024, one threadgroup each.
    private static let softmax = """
        #include <metal_stdlib>
        using namespace metal;
        kernel void softmax(
            device const float* a [[buffer(0)]], device float* out [[buffer(1)]],
            uint3 local [[thread_position_in_threadgroup]], uint3 group [[threadgroup_position_in_grid]]) {
            threadgroup float parts[8];
            device const float* row = a + group.x * 1024;
            uint t = local.x;
            float values[4], most = -INFINITY;
            for (uint j = 0; j < 4; j++) { values[j] = row[t + 256 * j]; most = max(most, values[j]); }
            most = simd_max(most);
            if (t % 32 == 0) parts[t / 32] = most;
            threadgroup_barrier(mem_flags::mem_threadgroup);
            for (uint j = 0; j < 8; j++) most = max(most, parts[j]);
            threadgroup_barrier(mem_flags::mem_threadgroup);
            float sum = 0;
            for (uint j = 0; j < 4; j++) { values[j] = exp(values[j] - most); sum += values[j]; }
            sum = simd_sum(sum);
            if (t % 32 == 0) parts[t / 32] = sum;
            threadgroup_barrier(mem_flags::mem_threadgroup);
            sum = 0;
            for (uint j = 0; j < 8; j++) sum += parts[j];
            for (uint j = 0; j < 4; j++) out[group.x * 1024 + t + 256 * j] = values[j] / sum;
        }

        """

    /// Sums of 4096 elements, a tree in threadgroup memory.
    private static let reduction = """
        #include <metal_stdlib>
        using namespace metal;
        kernel void reduction(
            device const float* a [[buffer(0)]], device float* out [[buffer(1)]],
            uint3 local [[thread_position_in_threadgroup]], uint3 group [[threadgroup_position_in_grid]]) {
            threadgroup float parts[256];
            uint t = local.x;
            float sum = 0;
            for (uint j = 0; j < 16; j++) sum += a[group.x * 4096 + j * 256 + t];
            parts[t] = sum;
            threadgroup_barrier(mem_flags::mem_threadgroup);
            for (uint step = 128; step > 0; step /= 2) {
                if (t < step) parts[t] += parts[t + step];
                threadgroup_barrier(mem_flags::mem_threadgroup);
            }
            if (t == 0) out[group.x] = parts[0];
        }

        """
}
