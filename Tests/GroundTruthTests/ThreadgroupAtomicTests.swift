import GPUTiming
import Testing

/// Atomics on threadgroup memory against what an H200 took for them, all cores doing the same.
@Suite struct ThreadgroupAtomicTests {
    /// A row of the measurement: cycles of a core for each atomic of a warp.
    struct Measured: Sendable, CustomTestStringConvertible {
        /// The statement, on the word `place` with the value `v`.
        let statement: String
        /// Lanes that share a word, and words from one to the next.
        let sharing, stride: Int
        let threads: Int
        let cycles: Double

        var testDescription: String { "\(statement) \(sharing) lanes, stride \(stride), \(threads) threads" }
    }

    static let integers = [
        Measured(statement: "atomicAdd(place, 1)", sharing: 1, stride: 1, threads: 1024, cycles: 1.01),
        Measured(statement: "atomicAdd(place, 1)", sharing: 8, stride: 1, threads: 1024, cycles: 1.01),
        Measured(statement: "atomicAdd(place, 1)", sharing: 32, stride: 1, threads: 1024, cycles: 1.01),
        Measured(statement: "atomicAdd(place, 1)", sharing: 1, stride: 8, threads: 1024, cycles: 7.95),
        Measured(statement: "atomicAdd(place, 1)", sharing: 1, stride: 32, threads: 1024, cycles: 31.77),
        Measured(statement: "sum += atomicAdd(place, 1)", sharing: 8, stride: 1, threads: 1024, cycles: 8.01),
        Measured(statement: "atomicAdd(place, v)", sharing: 1, stride: 1, threads: 1024, cycles: 1.01),
        Measured(statement: "atomicAdd(place, v)", sharing: 2, stride: 1, threads: 1024, cycles: 2.01),
        Measured(statement: "atomicAdd(place, v)", sharing: 32, stride: 1, threads: 1024, cycles: 31.87),
        Measured(statement: "atomicMax(place, v)", sharing: 4, stride: 1, threads: 1024, cycles: 4.00),
        Measured(statement: "sum += atomicExch(place, v)", sharing: 16, stride: 1, threads: 1024, cycles: 16.02),
    ]
    /// Sums of floats are loops: a warp alone, and 32 of them.
    static let floats = [
        Measured(statement: "atomicAdd(place, x)", sharing: 1, stride: 1, threads: 32, cycles: 95),
        Measured(statement: "atomicAdd(place, x)", sharing: 8, stride: 1, threads: 32, cycles: 8 * 95),
        Measured(statement: "atomicAdd(place, x)", sharing: 4, stride: 1, threads: 1024, cycles: 4 * 3.4),
    ]

    /// Cycles of one more atomic of each warp, divided by the warps that share the core.
    private func cycles(_ row: Measured, _ type: String) async throws -> Double {
        func time(_ rounds: Int) async throws -> Double {
            let text = """
                extern "C" __global__ void k(const float* __restrict__ in, float* out, float x, int v) {
                    __shared__ \(type) words[8192];
                    for (int i = threadIdx.x; i < 8192; i += blockDim.x) words[i] = 0;
                    __syncthreads();
                    int lane = threadIdx.x % 32, sum = 0;
                    \(type)* place = &words[(lane / \(row.sharing) * \(row.stride) + threadIdx.x / 32 * 32) % 8192];
                #pragma unroll 8
                    for (int n = 0; n < \(rounds); ++n) { \(row.statement); }
                    __syncthreads();
                    out[threadIdx.x] = words[threadIdx.x] + sum;
                }
                """
            return try await CardKernel.cycles(text, threads: row.threads, on: [CardKernel.h200()])[0]
        }
        let (few, many) = (try await time(64), try await time(128))
        return (many - few) / 64 / Double(row.threads / 32)
    }

    @Test("integers cost a cycle for each lane of a bank, and one for all that add 1 to a word", arguments: integers)
    func ofIntegers(row: Measured) async throws {
        let modelled = try await cycles(row, "int")
        #expect(abs(modelled / row.cycles - 1) < 0.05, "\(modelled), measured \(row.cycles)")
    }

    @Test("a sum of floats is a loop with a round for each lane of a word", arguments: floats)
    func ofFloats(row: Measured) async throws {
        let modelled = try await cycles(row, "float")
        #expect(abs(modelled / row.cycles - 1) < 0.1, "\(modelled), measured \(row.cycles)")
    }
}
