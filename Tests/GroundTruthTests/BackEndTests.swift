import GPUTiming
import KernelCompiler
import SIMTMachine
import Testing

/// What the model of the vendor's compiler makes of small kernels.
@Suite struct BackEndTests {
    /// The machine instructions of a kernel named `k`.
    private static func listing(_ text: String, without left: BackEnd.Passes = []) async throws -> [String] {
        let compiler = KernelCompiler(clang: try await Clang.locate())
        let source = KernelSource(text: text, fileName: "k.cu", dialect: .cuda, definitions: [])
        guard case .success(let compiled) = await compiler.compile(source), let entry = compiled.entry(named: "k")
        else {
            throw CancellationError()
        }
        let kernel = try LoweredKernel(module: compiled.timeModule, entry: entry.symbol)
        return MachineListing.text(kernel.timed, passes: BackEnd.Passes.all.subtracting(left)).split(separator: "\n")
            .map(String.init)
    }

    /// A sum over a warp's lanes with a load before and one after; `early` is a statement in front.
    private static func exchange(_ early: String) -> String {
        """
        extern "C" __global__ void k(const float* __restrict__ a, const float* __restrict__ b, float* out, int n) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            \(early)
            float s = a[i];
            for (int mask = 16; mask > 0; mask /= 2) s += __shfl_xor_sync(0xffffffffu, s, mask);
            out[i] = s * b[i];
        }
        """
    }

    @Test("loads stay behind exchanges that some lanes may not reach, and are moved ahead of others")
    func convergence() async throws {
        func places(_ lines: [String]) -> (checks: Int, lastLoad: Int, lastExchange: Int) {
            (
                lines.count { $0.contains("[convergence]") }, lines.lastIndex { $0.contains("globalLoad") } ?? -1,
                lines.lastIndex { $0.contains("shuffle") } ?? -1
            )
        }
        let divergent = places(try await Self.listing(Self.exchange("if (i >= n) return;")))
        #expect(divergent.checks == 1)
        #expect(divergent.lastLoad > divergent.lastExchange)
        let whole = places(try await Self.listing(Self.exchange("")))
        #expect(whole.checks == 0)
        #expect(whole.lastLoad < whole.lastExchange)
        let without = places(try await Self.listing(Self.exchange("if (i >= n) return;"), without: .convergence))
        #expect(without.checks == 0)
        #expect(without.lastLoad < without.lastExchange)
    }

    @Test("operations without an instruction become their sequences")
    func expansion() async throws {
        let text = """
            extern "C" __global__ void k(float* a, int* b, int n) {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                a[i] = exp2f(a[i]);
                b[i] = b[i] / n;
            }
            """
        let with = try await Self.listing(text)
        let without = try await Self.listing(text, without: .expansion)
        func count(_ lines: [String], _ operation: String) -> Int {
            lines.count { $0.contains(" \(operation) ") }
        }
        #expect(count(with, "exp2Log2") == 1)
        #expect(count(with, "floatMultiply") == count(without, "floatMultiply") + 2)
        #expect(count(with, "intDivide") == 0)
        #expect(count(without, "intDivide") == 1)
        #expect(count(with, "reciprocal") == 1)
    }

    /// The lines of the only region's code.
    private static func region(_ lines: [String]) -> [String] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("block ") && $0.contains(" of ") }) else { return [] }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("block ") }.map { $0 }
    }

    @Test("loads behind conditions of their own are moved ahead together")
    func conditions() async throws {
        let text = """
            extern "C" __global__ void k(const float* __restrict__ a, float* __restrict__ out, int n) {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                float s = 0;
                if (i > 3) s = a[i - 3] * 2;
                if (i + 3 < n) s = s * s + a[i + 3];
                out[i] = s;
            }
            """
        let merged = Self.region(try await Self.listing(text))
        let loads = merged.indices.filter { merged[$0].contains("globalLoad") }
        let arithmetic = try #require(merged.firstIndex { $0.contains("float") })
        #expect(loads.count == 2)
        #expect(loads.allSatisfy { $0 < arithmetic })
        #expect(!merged.contains { $0.contains("branch") })
        #expect(Self.region(try await Self.listing(text, without: .predication)).isEmpty)
    }

    @Test(
        "a division by a number that is known is a shift or a product",
        arguments: [
            ("b[i] / 2", ["intAdd": 1, "shift": 1]), ("b[i] / 8", ["intAdd": 1, "shift": 2]),
            ("b[i] % 8", ["intAdd": 2, "shift": 1, "bitwise": 1]),
            ("b[i] / 7", ["intMultiplyHigh": 1, "intAdd": 1, "shift": 1]),
            ("b[i] % 7", ["intMultiplyHigh": 1, "intAdd": 1, "shift": 1, "intMultiply": 1]),
            ("int(unsigned(b[i]) / 7u)", ["intMultiplyHigh": 1, "shift": 1]),
        ])
    func constantDivision(value: String, sequence: [String: Int]) async throws {
        let text = """
            extern "C" __global__ void k(int* b) {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                b[i] = \(value);
            }
            """
        let (with, without) = (
            try await Self.listing(text), try await Self.listing(text, without: .expansion)
        )
        func count(_ lines: [String], _ operation: String) -> Int { lines.count { $0.contains(" \(operation) ") } }
        #expect(count(without, "intDivide") == 1)
        for operation in ["intDivide", "reciprocal", "intMultiplyHigh", "intMultiply", "intAdd", "shift", "bitwise"] {
            let added = count(with, operation) - count(without, operation)
            #expect(added == (operation == "intDivide" ? -1 : sequence[operation, default: 0]), "\(operation)")
        }
    }

    @Test(
        "logic of three inputs is one instruction, and predicates are combined by the comparisons that make them",
        arguments: [
            ("(a & b) | (c & (a ^ b))", ["bitwise": 1]), ("a ^ b ^ c", ["bitwise": 1]),
            // A number is an input too, ones that turn every bit are not.
            ("((a & b) ^ c) & 0x0F0F0F0F", ["bitwise": 2]), ("~(a & ~b) | ~c", ["bitwise": 1]),
            ("(a & b & c) ^ d", ["bitwise": 2]),
            ("(a < b || (a == b && c < d)) ? a : d", ["compare": 3, "minMaxSelect": 1]),
            ("(a < b) + (c < d) + (a < d)", ["compare": 3, "intAdd": 2]),
        ])
    func logic(value: String, counts: [String: Int]) async throws {
        let text = """
            extern "C" __global__ void k(
                const int* __restrict__ p, const int* __restrict__ q, const int* __restrict__ r,
                const int* __restrict__ s, int* out) {
                int a = p[threadIdx.x], b = q[threadIdx.x], c = r[threadIdx.x], d = s[threadIdx.x];
                out[threadIdx.x] = \(value);
            }
            """
        let lines = try await Self.listing(text)
        for operation in ["bitwise", "compare", "minMaxSelect", "intAdd"] {
            let found = lines.count { $0.contains(" \(operation) ") }
            #expect(found == counts[operation, default: 0], "\(operation)")
        }
    }

    @Test("a shuffle from a lane by its number, and across a group of lanes, is one instruction")
    func shuffles() async throws {
        func text(_ value: String) -> String {
            """
            extern "C" __global__ void k(const float* __restrict__ in, float* out) {
                float v = in[threadIdx.x];
                out[threadIdx.x] = \(value);
            }
            """
        }
        func count(_ value: String) async throws -> Int {
            try await Self.listing(text(value)).count { $0.contains(" = ") && !$0.contains(" free ") }
        }
        let plain = try await count("v")
        for value in ["__shfl_sync(0xffffffffu, v, 5)", "__shfl_xor_sync(0xffffffffu, v, 4, 16)"] {
            #expect(try await count(value) == plain + 1, "\(value)")
        }
    }

    /// Additions to a register of itself in the longest block, by the register's width.
    private static func steps(_ lines: [String]) -> [Int: Int] {
        let blocks = lines.split { $0.hasPrefix("block ") }
        var steps: [Int: Int] = [:]
        for line in blocks.max(by: { $0.count < $1.count }) ?? [] {
            let words = line.split(separator: " ").dropFirst()
            guard words.count >= 4, let target = words.first?.split(separator: ":"), target.count == 2,
                ["intAdd", "longAdd"].contains(words[words.startIndex + 2]),
                words[(words.startIndex + 3)...].contains(target[0]), let width = Int(target[1])
            else { continue }
            steps[width, default: 0] += 1
        }
        return steps
    }

    @Test("a loop moves one pointer for each array, and counts in one register")
    func pointers() async throws {
        let text = """
            extern "C" __global__ void k(const float* __restrict__ a, const float* __restrict__ b,
                                         float* __restrict__ out, int steps, int channels) {
                int c = blockIdx.x * blockDim.x + threadIdx.x;
                float h = 0;
                for (int t = 0; t < steps; ++t) {
                    h = a[(size_t)t * channels + c] * h + b[(size_t)t * channels + c];
                    out[(size_t)t * channels + c] = h;
                }
            }
            """
        #expect(Self.steps(try await Self.listing(text)) == [1: 1, 2: 3])
        #expect(Self.steps(try await Self.listing(text, without: .narrowing)) == [2: 4])
    }

    /// A warp's product of matrices in shared memory; `load` brings the left factor's registers.
    private static func product(_ load: String) -> String {
        """
        #include <cuda_fp16.h>
        extern "C" __global__ void k(const unsigned short* __restrict__ in, float* __restrict__ out) {
            __shared__ __align__(16) unsigned short s[32][40];
            int lane = threadIdx.x;
            *reinterpret_cast<uint4*>(&s[lane][0]) = *reinterpret_cast<const uint4*>(&in[lane * 8]);
            __syncwarp();
            unsigned a[4], b[4];
            unsigned right = (unsigned)__cvta_generic_to_shared(&s[16 + lane % 16][lane / 16 * 8]);
            asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                         : "=r"(b[0]), "=r"(b[1]), "=r"(b[2]), "=r"(b[3]) : "r"(right));
            \(load)
            float c[4] = {};
            asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
                         "{%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                         : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                         : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0] ^ b[2]), "r"(b[1] ^ b[3]));
            for (int i = 0; i < 4; ++i) out[lane * 4 + i] = c[i];
        }
        """
    }

    @Test("matrices are loaded by rows, one instruction for four; words that a kernel loads itself are not")
    func matrixLoads() async throws {
        let rows = """
            unsigned left = (unsigned)__cvta_generic_to_shared(&s[lane % 16][lane / 16 * 8]);
            asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                         : "=r"(a[0]), "=r"(a[1]), "=r"(a[2]), "=r"(a[3]) : "r"(left));
            """
        let words = """
            for (int i = 0; i < 4; ++i)
                a[i] = *reinterpret_cast<unsigned*>(&s[lane / 4 + i % 2 * 8][i / 2 * 8 + lane % 4 * 2]);
            """
        func loads(_ lines: [String]) -> [String] {
            lines.filter { $0.contains("sharedLoad") }.map { String($0.split(separator: " ")[1].drop { $0 != ":" }) }
        }
        let joined = try await Self.listing(Self.product(rows))
        #expect(loads(joined) == [":4", ":4"])
        // Sixteen bytes are four registers, whatever they hold.
        #expect(joined.contains { $0.contains(":4 = globalLoad") })
        // Halves stay in their words between load and product; what the kernel itself computes of words does not vanish.
        #expect(joined.count { $0.contains("matrixHalf") } == 1)
        #expect(joined.count { $0.contains("bitwise") && $0.contains(" r") } >= 2, "\(joined.joined(separator: "\n"))")
        let own = try await Self.listing(Self.product(words))
        #expect(loads(own).sorted() == [":1", ":1", ":1", ":1", ":4"], "\(own.joined(separator: "\n"))")
        #expect(loads(try await Self.listing(Self.product(rows), without: .matrixLoads)).count == 12)
    }

    @Test("a fragment in shared memory is loaded by rows, one in device memory is not", arguments: [true, false])
    func fragments(isShared: Bool) async throws {
        let text = """
            #include <cuda_fp16.h>
            #include <mma.h>
            using namespace nvcuda;
            extern "C" __global__ void k(const __half* __restrict__ in, float* __restrict__ out) {
                __shared__ __align__(32) __half s[32 * 40];
                for (int i = threadIdx.x; i < 32 * 40; i += 32) s[i] = in[i];
                __syncwarp();
                const __half* from = \(isShared ? "s" : "in");
                wmma::fragment<wmma::matrix_a, 16, 16, 16, __half, wmma::row_major> a;
                wmma::fragment<wmma::matrix_b, 16, 16, 16, __half, wmma::row_major> b;
                wmma::fragment<wmma::accumulator, 16, 16, 16, float> c;
                wmma::fill_fragment(c, 0.0f);
                wmma::load_matrix_sync(a, from, 40);
                wmma::load_matrix_sync(b, from + 16 * 40, 40);
                wmma::mma_sync(c, a, b, c);
                wmma::store_matrix_sync(out, c, 16, wmma::mem_row_major);
            }
            """
        let lines = try await Self.listing(text)
        let product = try #require(lines.first { $0.contains("matrixHalf") })
        #expect(lines.count { $0.contains(":4 = sharedLoad") } == (isShared ? 2 : 0))
        // The left factor, the right one and no sum yet; from device memory the right one comes element by element.
        #expect(product.split(separator: " ").dropFirst(4).count == (isShared ? 2 : 8), "\(product)")
    }

    @Test("what is left over of a loop of unknown length inside another is unrolled too")
    func remainders() async throws {
        let text = """
            extern "C" __global__ void k(const float* __restrict__ in, float* __restrict__ out, int steps) {
                __shared__ float s[512];
                float sum = 0;
                for (int step = 0; step < steps; ++step) {
                    for (int i = threadIdx.x; i < 512; i += 128) s[i] = in[step * 512 + i];
                    __syncthreads();
                    sum += s[511 - threadIdx.x];
                    __syncthreads();
                }
                out[threadIdx.x] = sum;
            }
            """
        // Four in the loop and three before it, as nvcc has it: threadIdx.x may be anything.
        let lines = try await Self.listing(text).prefix { !$0.contains(" of ") }
        #expect(lines.count { $0.contains("= globalLoad") } == 7, "\(lines.joined(separator: "\n"))")
    }

    /// Instructions from each load of a listing to the first that reads it.
    private static func distances(_ lines: [String], _ operation: String) -> [Int] {
        lines.indices.compactMap { place in
            let words = lines[place].split(separator: " ")
            guard words.contains(Substring(operation)), let register = words.first(where: { $0.hasPrefix("r") }) else {
                return nil
            }
            let name = register.prefix { $0 != ":" }
            return lines[(place + 1)...].firstIndex { line in
                line.split(separator: " ").dropFirst(3).contains(name)
            }.map { $0 - place }
        }
    }

    @Test("sums that go round a loop leave registers to load ahead into")
    func accumulators() async throws {
        // Sixteen sums, each of which has another register between its first read in a round and its last write.
        let text = """
            extern "C" __global__ void __launch_bounds__(64) k(const float4* __restrict__ in, float* out, int n) {
                __shared__ float4 a[64 * 9], b[64 * 9];
                for (int i = threadIdx.x; i < 64 * 9; i += 64) { a[i] = in[i]; b[i] = in[i + 4096]; }
                __syncthreads();
                float sum[8][2] = {};
                int x = threadIdx.x % 8, y = threadIdx.x / 8;
                for (int d = 0; d < n; d += 4) {
            #pragma unroll
                    for (int e = 0; e < 4; ++e) {
                        float4 mine[2];
            #pragma unroll
                        for (int s = 0; s < 2; ++s) mine[s] = a[(x + s * 8) * 9 + e];
            #pragma unroll
                        for (int r = 0; r < 8; ++r) {
                            float4 o = b[(y + r) * 9 + e];
            #pragma unroll
                            for (int s = 0; s < 2; ++s)
                                sum[r][s] += o.x * mine[s].x + o.y * mine[s].y + o.z * mine[s].z + o.w * mine[s].w;
                        }
                    }
                }
                for (int r = 0; r < 8; ++r) out[threadIdx.x * 16 + r * 2] = sum[r][0] * sum[r][1];
            }
            """
        let lines = try await Self.listing(text)
        let found = Self.distances(lines, "sharedLoad").sorted()
        #expect(found.count == 40)
        #expect(found[found.count / 2] >= 8, "\(found)")
    }

    @Test("nothing is known of how far threads go", arguments: ["", "__launch_bounds__(128)"])
    func ranges(bounds: String) async throws {
        let lines = try await Self.listing(
            """
            extern "C" __global__ void \(bounds) k(float* a) {
                for (int i = threadIdx.x; i < 128; i += 128) a[i] = 1;
            }
            """)
        let loops = lines.filter { $0.hasPrefix("block ") }.filter { line in
            let words = line.split(separator: " ")
            return words.dropFirst(3).contains { Int($0) ?? .max <= Int(words[1]) ?? -1 }
        }
        #expect(!loops.isEmpty)
    }
}
