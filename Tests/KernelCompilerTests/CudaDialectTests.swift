import KernelCompiler
import Testing

@Suite("CUDA's device library")
struct CudaDialectTests {
    @Test("every function gives its value, in both builds", arguments: CudaRows.groups.indices)
    func functions(number: Int) async throws {
        let group = CudaRows.groups[number]
        let input = (0..<32).map { Float(FunctionRow.x($0)) } + (0..<32).map { Float(FunctionRow.y($0)) }
        let results = try await Running.floats(
            CudaRows.text(group), .cuda,
            arguments: [.zeros(bytes: 128 * group.rows.count), .floats(input)])
        for values in results { #expect(FunctionRow.difference(group.rows, values) == nil) }
    }

    private static let mixed = """
        #include <cuda_runtime.h>
        #include <iostream>
        #include <vector>
        #define CHECK(call) do { cudaError_t e = (call); if (e != cudaSuccess) printf("%s", cudaGetErrorString(e)); } while (0)
        constexpr int kSteps = 3;
        __device__ __forceinline__ float twice(float v) { return 2.0f * v; }
        template <typename T, int N>
        __global__ void __launch_bounds__(64) add(T* p) { p[threadIdx.x] = p[threadIdx.x] + T(twice(N)); }
        struct Timer { cudaEvent_t start; std::vector<float> times; };
        float onHost(float v) { return sqrtf(v) + powf(v, 2.0f); }
        void report(float v) { printf("%f", onHost(v)); }
        void both(float v) { report(v); }
        void launch(std::vector<float>& host) {
            float* device = nullptr;
            CHECK(cudaMalloc(&device, host.size() * sizeof(float)));
            add<float, 4><<<dim3(1), dim3(32)>>>(device);
            add<int, kSteps><<<1, 32>>>(reinterpret_cast<int*>(device));
            const unsigned own = 5;
            add<float, own * 2>
                <<<1, 32>>>(device);
            for (int n = 0; n < 2; n++) add<float, n><<<1, 32>>>(device);
            cudaFree(device);
        }
        int main() {
            std::vector<float> host(32, 1.0f);
            launch(host);
            std::cout << host[0] << std::endl;
            return 0;
        }
        """

    @Test("host code is left out, and what it launches can be launched by name")
    func hostCode() async throws {
        let kernel = try await Compiling.kernel(Self.mixed, .cuda)
        #expect(kernel.entries.map(\.name) == ["add<float, 4>", "add<float, 5 * 2>", "add<int, kSteps>"])
        let floats = try await Running.floats(
            Self.mixed, .cuda, kernel: "add<float, 4>", arguments: [.floats(Array(repeating: 1, count: 32))])
        for values in floats { #expect(values == Array(repeating: 9, count: 32)) }
        let integers = try await Running.bytes(
            Self.mixed, .cuda, kernel: "add<int, kSteps>", arguments: [.words(Array(repeating: 1, count: 32))])
        for bytes in integers { #expect(bytes.prefix(8) == [7, 0, 0, 0, 7, 0, 0, 0]) }
    }

    private static let atomicsText = """
        __global__ void k(unsigned* w) {
            unsigned i = threadIdx.x;
            atomicAdd(w + 0, i);
            atomicSub((int*)w + 1, 1);
            atomicMax(w + 2, i);
            atomicMin((int*)w + 3, -(int)i);
            atomicAnd(w + 4, ~(1u << i));
            atomicOr(w + 5, 1u << i);
            atomicXor(w + 6, i);
            atomicInc(w + 7, 4u);
            atomicDec(w + 8, 4u);
            atomicCAS(w + 9, 0u, 5u);
            atomicExch(w + 10, 9u);
            atomicAdd((float*)w + 11, 0.5f);
            atomicAdd((unsigned long long*)(w + 12), 1ull << 31);
            atomicAdd((half2*)(w + 14), __floats2half2_rn(1.0f, 0.5f));
            atomicAdd_block(w + 15, 2u);
        }
        """

    private static let ptxText = """
        #include <cuda_fp16.h>
        __device__ unsigned window(const void* p) {
            unsigned result;
            asm("{ .reg .u64 t; cvta.to.shared.u64 t, %1; cvt.u32.u64 %0, t; }" : "=r"(result) : "l"(p));
            return result;
        }
        #define LDMATRIX_X4(a, b, c, d, at) \\
            asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];\\n" \\
                         : "=r"(a), "=r"(b), "=r"(c), "=r"(d) : "r"(at))
        __global__ void k(float* out, const float* in) {
            __shared__ __align__(16) half a[16][16], b[16][8];
            __shared__ __align__(16) float copied[128];
            int lane = threadIdx.x;
            for (int i = lane; i < 256; i += 32) a[i / 16][i % 16] = half(in[i % 37]);
            for (int i = lane; i < 128; i += 32) b[i / 8][i % 8] = half(in[i % 31]);
            asm volatile("cp.async.cg.shared.global [%0], [%1], 16;\\n" :: "r"(window(copied + 4 * lane)), "l"(in + 4 * lane));
            asm volatile("cp.async.commit_group;\\n" ::);
            asm volatile("cp.async.wait_group %0;\\n" ::"n"(0));
            __syncthreads();
            unsigned ra[4], rb[2];
            float d[4] = {0.0f, 0.0f, 0.0f, 0.0f};
            LDMATRIX_X4(ra[0], ra[1], ra[2], ra[3], window(&a[lane % 16][8 * (lane / 16)]));
            asm volatile("ldmatrix.sync.aligned.m8n8.x2.trans.shared.b16 {%0, %1}, [%2];" : "=r"(rb[0]), "=r"(rb[1])
                         : "r"((unsigned)__cvta_generic_to_shared(&b[lane % 16][0])));
            asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
                         "{%10,%11,%12,%13};"
                         : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3])
                         : "r"(ra[0]), "r"(ra[1]), "r"(ra[2]), "r"(ra[3]), "r"(rb[0]), "r"(rb[1]), "f"(d[0]), "f"(d[1]),
                           "f"(d[2]), "f"(d[3]));
            for (int e = 0; e < 4; ++e) {
                int row = lane / 4 + (e & 2) * 4, column = lane % 4 * 2 + (e & 1);
                float sum = 0.0f;
                for (int n = 0; n < 16; ++n) sum += float(a[row][n]) * float(b[n][column]);
                out[32 * e + lane] = d[e] - sum;
            }
            float fast, lanes;
            unsigned bits;
            asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(fast) : "f"(3.0f));
            asm("mov.u32 %0, %%laneid;" : "=r"(bits));
            asm("lop3.b32 %0, %1, %2, %3, 0xEA;" : "=r"(bits) : "r"(bits), "r"(1u), "r"(0x100u));
            asm volatile("ld.global.nc.v2.f32 {%0, %1}, [%2+8];" : "=f"(lanes), "=f"(d[0]) : "l"(in));
            out[128 + lane] = copied[lane] - in[lane] + fast - 8.0f + float(bits) - float((lane & 1) | 0x100);
            out[160 + lane] = lanes - in[2] + d[0] - in[3];
        }
        """

    private static let productsText = """
        #include <cuda_fp16.h>
        #include <cuda_bf16.h>
        __device__ int left(int row, int k) { return (row * 3 + k * 5) % 7 - 3; }
        __device__ int right(int k, int column) { return (k * 2 + column * 3) % 5 - 2; }
        __device__ unsigned halves(int a, int b) {
            return __half_as_ushort(half(a)) | (unsigned)__half_as_ushort(half(b)) << 16;
        }
        __device__ unsigned bfloats(int a, int b) {
            return __bfloat16_as_ushort(__nv_bfloat16(a)) | (unsigned)__bfloat16_as_ushort(__nv_bfloat16(b)) << 16;
        }
        __device__ unsigned bytes(int a, int b, int c, int d) {
            return (a & 255) | (b & 255) << 8 | (c & 255) << 16 | (unsigned)(d & 255) << 24;
        }
        __device__ float wanted(int lane, int e, int depth) {
            int sum = 0;
            for (int k = 0; k < depth; ++k) sum += left(lane / 4 + (e & 2) * 4, k) * right(k, lane % 4 * 2 + (e & 1));
            return sum;
        }
        __global__ void k(float* out) {
            int lane = threadIdx.x, g = lane / 4, t = lane % 4;
            unsigned h[4], f[4], w[4], x[4];
            for (int i = 0; i < 4; ++i) {
                int row = g + (i & 1) * 8, k = 2 * t + (i & 2) * 4, wide = 4 * t + (i & 2) * 8;
                h[i] = halves(left(row, k), left(row, k + 1));
                f[i] = bfloats(left(row, k), left(row, k + 1));
                w[i] = bytes(left(row, wide), left(row, wide + 1), left(row, wide + 2), left(row, wide + 3));
                float plain = left(row, t + (i & 2) * 2);
                asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(x[i]) : "f"(plain));
            }
            unsigned hb[2], fb[2], wb[2], xb[2];
            for (int i = 0; i < 2; ++i) {
                int k = 2 * t + 8 * i, wide = 4 * t + 16 * i;
                hb[i] = halves(right(k, g), right(k + 1, g));
                fb[i] = bfloats(right(k, g), right(k + 1, g));
                wb[i] = bytes(right(wide, g), right(wide + 1, g), right(wide + 2, g), right(wide + 3, g));
                xb[i] = __float_as_uint(right(t + 4 * i, g));
            }
            float d[4] = {0, 0, 0, 0}, z = 0;
            int n[4], zero = 0;
            unsigned pairs[2];
            int place = 0;
            #define SHOW(value, depth) for (int e = 0; e < 4; ++e) out[32 * place++ + lane] = (float)(value) - wanted(lane, e, depth)
            asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%10,%10,%10,%10};"
                : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3])
                : "r"(f[0]), "r"(f[1]), "r"(f[2]), "r"(f[3]), "r"(fb[0]), "r"(fb[1]), "f"(z));
            SHOW(d[e], 16);
            asm volatile("mma.sync.aligned.m16n8k16.row.col.f16.f16.f16.f16 {%0,%1},{%2,%3,%4,%5},{%6,%7},{%8,%8};"
                : "=r"(pairs[0]), "=r"(pairs[1])
                : "r"(h[0]), "r"(h[1]), "r"(h[2]), "r"(h[3]), "r"(hb[0]), "r"(hb[1]), "r"(0));
            SHOW(__half2float(__ushort_as_half((unsigned short)(pairs[e / 2] >> (16 * (e & 1))))), 16);
            asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3},{%4,%5},{%6},{%7,%7,%7,%7};"
                : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3]) : "r"(h[0]), "r"(h[1]), "r"(hb[0]), "f"(z));
            SHOW(d[e], 8);
            asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%10,%10,%10,%10};"
                : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3])
                : "r"(x[0]), "r"(x[1]), "r"(x[2]), "r"(x[3]), "r"(xb[0]), "r"(xb[1]), "f"(z));
            SHOW(d[e], 8);
            asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%10,%10,%10,%10};"
                : "=r"(n[0]), "=r"(n[1]), "=r"(n[2]), "=r"(n[3])
                : "r"(w[0]), "r"(w[1]), "r"(w[2]), "r"(w[3]), "r"(wb[0]), "r"(wb[1]), "r"(zero));
            SHOW(n[e], 32);
            asm volatile("mma.sync.aligned.m16n8k16.row.col.s32.s8.s8.s32 {%0,%1,%2,%3},{%4,%5},{%6},{%7,%7,%7,%7};"
                : "=r"(n[0]), "=r"(n[1]), "=r"(n[2]), "=r"(n[3]) : "r"(w[0]), "r"(w[1]), "r"(wb[0]), "r"(zero));
            SHOW(n[e], 16);
            unsigned packed, chosen;
            asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(2.0f), "f"(1.0f));
            asm("prmt.b32 %0, %1, %2, %3;" : "=r"(chosen) : "r"(0x44332211u), "r"(0x88776655u), "r"(0x7150u));
            asm volatile("st.global.f32 [%0+0], %1;" :: "l"(out + 32 * place + lane), "f"(packed == 0x40003c00u ? 0.0f : 1.0f));
            out[32 * (place + 1) + lane] = chosen == 0x88226611u ? 0.0f : 1.0f;
            asm("{ .reg .pred p; setp.ne.b32 p, %1, 0; @p mov.u32 %0, 7; @!p mov.u32 %0, 9; }" : "=r"(packed) : "r"(lane));
            out[32 * (place + 2) + lane] = packed == (lane ? 7 : 9) ? 0.0f : 1.0f;
        }
        """

    @Test("every matrix product of inline PTX agrees with sums of integers")
    func products() async throws {
        for values in try await Running.floats(
            Self.productsText, .cuda, arguments: [.floats(Array(repeating: 5, count: 27 * 32))])
        {
            let wrong = values.indices.filter { values[$0] != 0 }
            #expect(wrong.isEmpty, "row \((wrong.first ?? 0) / 32)")
        }
    }

    /// The texts beside the rows that are executed and compared.
    static let texts = [mixed, atomicsText, ptxText, productsText, masksText]

    private static let masksText = """
        #include <cooperative_groups.h>
        #include <cooperative_groups/reduce.h>
        namespace cg = cooperative_groups;
        __global__ void k(float* out) {
            const int i = threadIdx.x;
            const unsigned half = i < 16 ? 0xffffu : 0xffff0000u;
            out[i] = __ballot_sync(half, i % 4 == 1) >> (i & 16);
            out[32 + i] = __any_sync(half, i == 3) + 10 * __all_sync(half, i < 16) + 100 * __any_sync(~0u, i == 3);
            out[64 + i] = __reduce_add_sync(half, i) + __reduce_max_sync(half, -i);
            out[96 + i] = __match_any_sync(half, i % 8) >> (i & 16);
            float sum = 0.0f;
            if (i >= 8 && i < 24) {
                const unsigned mask = __activemask();
                sum = __popc(mask) + __reduce_min_sync(mask, i) + __shfl_sync(mask, i, 9);
                __syncwarp(mask);
            }
            out[128 + i] = sum;
            const auto tile = cg::tiled_partition<8>(cg::this_thread_block());
            sum = 0.0f;
            if (i < 8) {
                sum = cg::reduce(tile, i, cg::plus<int>()) + tile.shfl(i, 3) + tile.ballot(i > 5);
                tile.sync();
            }
            out[160 + i] = sum;
        }
        """

    @Test("masks part a warp into groups, each with its own outcome")
    func masks() async throws {
        for values in try await Running.floats(Self.masksText, .cuda, arguments: [.zeros(bytes: 4 * 192)]) {
            for i in 0..<32 {
                let isLow = i < 16
                #expect(values[i] == 0x2222)
                #expect(values[32 + i] == (isLow ? 111 : 100))
                #expect(values[64 + i] == (isLow ? 120 : 376 - 16))
                #expect(values[96 + i] == Float(0x101 << (i % 8)))
                #expect(values[128 + i] == ((8..<24).contains(i) ? 16 + 8 + 9 : 0))
                #expect(values[160 + i] == (i < 8 ? 28 + 3 + 0xC0 : 0))
            }
        }
    }

    @Test("atomics of every width leave their sums")
    func atomics() async throws {
        let start: [UInt32] = [0, 0, 0, 0, .max, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let wanted: [UInt32] = [
            496, UInt32(bitPattern: -32), 31, UInt32(bitPattern: -31), 0, .max, 0, 32 % 5, 3, 5, 9,
            Float(16).bitPattern,
            0, 16, 0x4C00_5000, 64,
        ]
        for bytes in try await Running.bytes(Self.atomicsText, .cuda, arguments: [.words(start)]) {
            let words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * word + $1]) << UInt32(8 * $1) }
            }
            #expect(words == wanted)
        }
    }

    @Test("inline PTX: asynchronous copies, matrix loads and products agree with plain sums")
    func inlinePtx() async throws {
        let input = (0..<128).map { Float($0 % 29) / 16 - 0.75 }
        for values in try await Running.floats(
            Self.ptxText, .cuda, arguments: [.zeros(bytes: 4 * 192), .floats(input)])
        {
            #expect(values == Array(repeating: 0, count: 192))
        }
    }

    @Test(
        "what the machine has not is refused by name at its line",
        arguments: [
            (
                "asm volatile(\"wgmma.fence.sync.aligned;\");",
                "inline PTX instruction 'wgmma.fence.sync.aligned' is not supported"
            ),
            (
                "asm volatile(\"bar.sync 0; tcgen05.alloc x;\" ::);",
                "inline PTX instruction 'tcgen05.alloc' is not supported"
            ),
            ("cooperative_groups::this_grid().sync();", "grid-wide synchronisation is not supported"),
            ("cooperative_groups::this_multi_grid();", "groups of several devices are not supported"),
        ])
    func refused(statement: String, message: String) async throws {
        let text = "#include <cooperative_groups.h>\n__global__ void k(float* p) {\n    \(statement)\n}\n"
        let refusal = try await Compiling.refusal(text, .cuda)
        #expect(refusal.contains(message))
        #expect(refusal.contains("k.cuda:3:"))
    }

    @Test("integers of 128 bits are refused, not made into a crash")
    func wideIntegers() async throws {
        let text = "__global__ void k(long* p) { p[0] = (long)(((__int128)p[1] * p[2]) >> 64); }"
        await #expect {
            try await Running.bytes(text, .cuda, arguments: [.zeros(bytes: 64)])
        } throws: { error in "\(error)".contains("integers wider than 64 bits") }
    }
}
