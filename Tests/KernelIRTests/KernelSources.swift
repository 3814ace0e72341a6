/// Kernels that between them use what ordinary kernels use.
enum KernelSources {
    /// A Metal-like kernel: address spaces, vectors, half precision, nested loops, a switch, recursion, atomics.
    static let metal = """
        typedef float float4 __attribute__((ext_vector_type(4)));
        typedef _Float16 half;
        typedef half half4 __attribute__((ext_vector_type(4)));
        typedef unsigned uint;
        #define device __attribute__((address_space(1)))
        #define threadgroup __attribute__((address_space(3)))
        #define constant __attribute__((address_space(4)))
        extern "C" void barrier() __attribute__((convergent));
        extern "C" float exponential(float);
        struct Params { int n; float scale; };
        template <class T, int N> struct Tile {
            T v[N];
            Tile() { for (int i = 0; i < N; i++) v[i] = T(0); }
            T& operator[](int i) { return v[i]; }
        };
        static constant float table[5] = {0.1f, 0.2f, __builtin_inff(), -0.0f, 1e-40f};
        static float helper(float4 a, float4 b) { float4 c = a * b + a.zyxw; return c.x + c.y + c.z + c.w; }
        __attribute__((noinline)) static float slow(float x, int d) {
            return d <= 0 ? x : slow(x * 0.5f, d - 1) + slow(x, d - 2);
        }
        extern "C" __attribute__((annotate("kernel attention"), used)) void attention(
            const device float4* q, const device half* k, device float* out, constant Params& p,
            threadgroup float* sh, uint gid, uint lane) {
            Tile<float, 8> acc;
            float m = -__builtin_inff();
            for (int i = 0; i < p.n; i++) {
                if (i % 3 == 1) continue;
                if (i > 100) break;
                float4 v = q[gid * 4 + i];
                float s = helper(v, v.wzyx) * table[i % 5] * (float)k[i];
                m = s > m ? s : m;
                sh[lane] = s;
                barrier();
                acc[i & 7] += exponential(s - m) * sh[lane ^ 1];
                while (m < 0 && s > i) { m += 0.25f; do { m *= 2; } while (m < 1); }
                switch (i & 7) {
                    case 0: acc[1] += 1; break;
                    case 2: acc[2] -= 2;
                    case 3: acc[3] *= 3; break;
                    case 6: goto done;
                }
            }
        done:
            half4 h = __builtin_convertvector(q[gid], half4);
            h = h * h;
            double d = m;
            __int128 big = (__int128)(long long)d * gid;
            out[gid] = acc[0] + acc[7] + slow(m, p.n) + h.x + (float)(long long)(big >> 64);
            __atomic_fetch_add((device int*)out + 3, 1, __ATOMIC_RELAXED);
            int expected = 3;
            __atomic_compare_exchange_n(
                (device int*)out + 4, &expected, 7, true, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
            __atomic_thread_fence(__ATOMIC_SEQ_CST);
            __atomic_store_n((device int*)out + 5, 9, __ATOMIC_RELEASE);
            static threadgroup float buffer[64];
            buffer[lane] = __builtin_sqrtf(m) + __builtin_popcount(gid);
            barrier();
            out[1] = buffer[lane + 1] + (float)(__bf16)m;
        }
        """

    /// A CUDA kernel: a struct by value, shared memory, intrinsics, inline assembly, an external function.
    static let cuda = """
        #define __global__ __attribute__((global))
        #define __device__ __attribute__((device))
        #define __shared__ __attribute__((shared))
        #define __constant__ __attribute__((constant))
        struct Shape { int n; float scale[3]; };
        extern __shared__ float dynamic[];
        __device__ int counter = 3;
        __constant__ float table[4] = {1.5f, 2.0f, 3.0f};
        __device__ float factor(float);
        extern "C" __global__ void __attribute__((launch_bounds(256, 2)))
        scale(float* a, const float* b, int n, Shape s) {
            __shared__ float tile[16][17];
            int t = __nvvm_read_ptx_sreg_tid_x();
            int i = __nvvm_read_ptx_sreg_ctaid_x() * 256 + t;
            tile[t & 15][t >> 4] = b[i];
            dynamic[t] = 1;
            __syncthreads();
            if (i < n) {
                float sum = 0;
                #pragma unroll
                for (int j = 0; j < 4; j++) sum += tile[j][t & 15] * table[j] * s.scale[j % 3];
                a[i] = factor(sum) + dynamic[t ^ 1];
                __nvvm_atom_add_gen_f(a, sum);
                __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
            }
            asm volatile("membar.gl;" ::: "memory");
        }
        """
}
