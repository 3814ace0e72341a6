import KernelCompiler
import Testing

@Suite("Loops that NVIDIA's assembler unrolls again")
struct RepeatedLoopsTests {
    /// Loads of `a` in the block of optimised IR that has most of them.
    private func loads(_ body: String) async throws -> Int {
        let text = """
            extern "C" __global__ void k(const float* __restrict__ a, float* __restrict__ b, int n, int m) {
                int t = blockIdx.x * 256 + threadIdx.x;
                float s = 0.0f;
                \(body)
            }
            """
        let output = try #require(await Compiling.optimised(text, .cuda))
        var (most, count) = (0, 0)
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty || line.hasPrefix("define") { count = 0 }
            if line.contains(" = load float") { count += 1 }
            most = max(most, count)
        }
        return most
    }

    @Test(
        "what the optimiser took four rounds of goes sixteen",
        arguments: [
            "for (int c = threadIdx.x; c < n; c += 256) s += a[c]; b[t] = s;",
            "for (int i = 0; i < n; ++i) s += a[i * m + t]; b[t] = s;",
            "for (int c = t; c < n; c += 256) s += exp2f(a[c]); b[t] = s;",
            "for (int i = 0; i < n; ++i) { s = s * 0.5f + a[i * m + t]; b[i * m + t] = s; }",
        ])
    func unrolled(_ body: String) async throws {
        #expect(try await loads(body) == 16)
    }

    @Test(
        "stores that hang on no round before, atomics, steps known at run time and long bodies stay",
        arguments: [
            "for (int c = t; c < n; c += 256) b[c] = 2.0f * a[c];",
            "for (int c = t; c < n; c += 256) atomicAdd(b, a[c]);",
            "for (int c = t; c < n; c += blockDim.x) b[c] = a[c];",
            "for (int i = 0; i < n; ++i) { float x = a[i * m + t]; s += x / (1 + x) / (2 + x) / (3 + x); } b[t] = s;",
        ])
    func kept(_ body: String) async throws {
        let count = try await loads(body)
        #expect(count >= 1 && count <= 4)
    }

    @Test("a constant count is taken in part, as much as the optimiser's limit allows")
    func constantCount() async throws {
        #expect(try await loads("for (int r = 0; r < 512; ++r) s += a[r * m + t] * b[r]; b[t] = s;") == 32)
    }

    @Test(
        "counts that do not fit their type are nothing to fall over",
        arguments: [
            "for (long long i = -9223372036854775807LL - 1; i < 9223372036854775806LL; i += 2) s += a[i & 1023]; b[t] = s;",
            "for (long long i = -9223372036854775807LL - 1; i != 0; i -= 1) s += a[i & 1023]; b[t] = s;",
            "for (long long i = 9223372036854775807LL; i > -9223372036854775806LL; i -= 3) s += a[i & 1023]; b[t] = s;",
        ])
    func extremes(_ body: String) async throws {
        // How often the loop is repeated is for the optimiser to say, down to leaving it out.
        #expect(try await loads(body) <= 32)
    }

    @Test("what a loop computes stays the same", arguments: [0, 1, 3, 4, 15, 16, 17, 63, 64, 65])
    func results(count: Int) async throws {
        let text = """
            __global__ void k(float* out, const float* a, const int* count) {
                float s = 0.0f, p = 1.0f;
                const int n = *count;
                for (int i = 0; i < n; ++i) s += a[i];
                for (int c = threadIdx.x; c < n; c += 8) p += a[c];
                out[threadIdx.x] = s;
                out[32 + threadIdx.x] = p;
            }
            """
        let input = (0..<96).map { Float($0 % 7) }
        let results = try await Running.floats(
            text, .cuda, arguments: [.zeros(bytes: 256), .floats(input), .words([UInt32(count)])])
        let sum = input.prefix(count).reduce(0, +)
        for values in results {
            for lane in 0..<32 {
                let strided = stride(from: lane, to: count, by: 8).reduce(Float(1)) { $0 + input[$1] }
                #expect(values[lane] == sum)
                #expect(values[32 + lane] == strided)
            }
        }
    }
}
