// C = gelu(A * B + bias) in half: 128 x 128 x 32 tiles, STAGES stages of cp.async, mma.sync fed by ldmatrix, the epilogue in registers.
#include <cuda_fp16.h>
#ifndef STAGES
#define STAGES 3
#endif
#define BK 32
#define LDA (BK + 8)
#define LDB (128 + 8)
__device__ __forceinline__ float gelu(float x) { return 0.5f * x * (1.0f + tanhf(0.7978845608f * (x + 0.044715f * x * x * x))); }
__device__ __forceinline__ void copy16(void* to, const void* from) {
  unsigned int address = (unsigned int)__cvta_generic_to_shared(to);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(address), "l"(from) : "memory");
}
__device__ __forceinline__ void mma(float* c, const unsigned int* a, const unsigned int* b) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
extern "C" __global__ void __launch_bounds__(256) mlp_async(const __half* __restrict__ A, const __half* __restrict__ B, const float* __restrict__ bias, __half* __restrict__ C, int M, int N, int K) {
  extern __shared__ __align__(16) __half pool[];
  __half* as = pool;
  __half* bs = pool + STAGES * 128 * LDA;
  int t = threadIdx.x, lane = t & 31, warp = t >> 5, row = blockIdx.y * 128, col = blockIdx.x * 128;
  int wr = (warp >> 2) * 64, wc = (warp & 3) * 32;
  int ar = t >> 2, ac = (t & 3) * 8, br = t >> 4, bc = (t & 15) * 8;
  const __half* pa = A + (size_t)(row + ar) * K + ac;
  const __half* pb = B + (size_t)br * N + col + bc;
  float sum[4][4][4] = {};
  int steps = K / BK;
#define FETCH(s)                                                                       \
  {                                                                                    \
    if ((s) < steps) {                                                                 \
      __half* da = as + (s) % STAGES * 128 * LDA;                                      \
      __half* db = bs + (s) % STAGES * BK * LDB;                                       \
      copy16(da + ar * LDA + ac, pa + (s) * BK);                                       \
      copy16(da + (ar + 64) * LDA + ac, pa + (s) * BK + (size_t)64 * K);               \
      copy16(db + br * LDB + bc, pb + (size_t)(s) * BK * N);                           \
      copy16(db + (br + 16) * LDB + bc, pb + (size_t)((s) * BK + 16) * N);             \
    }                                                                                  \
    asm volatile("cp.async.commit_group;" ::: "memory");                               \
  }
#pragma unroll
  for (int s = 0; s < STAGES - 1; ++s) FETCH(s);
  for (int s = 0; s < steps; ++s) {
    asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2) : "memory");
    __syncthreads();
    FETCH(s + STAGES - 1);
    const __half* ta = as + s % STAGES * 128 * LDA;
    const __half* tb = bs + s % STAGES * BK * LDB;
#pragma unroll
    for (int k = 0; k < BK; k += 16) {
      unsigned int fa[4][4], fb[2][4];
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        unsigned int address = (unsigned int)__cvta_generic_to_shared(ta + (wr + 16 * i + lane % 16) * LDA + k + lane / 16 * 8);
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(fa[i][0]), "=r"(fa[i][1]), "=r"(fa[i][2]), "=r"(fa[i][3]) : "r"(address) : "memory");
      }
#pragma unroll
      for (int j = 0; j < 2; ++j) {
        unsigned int address = (unsigned int)__cvta_generic_to_shared(tb + (k + lane % 16) * LDB + wc + 16 * j + lane / 16 * 8);
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(fb[j][0]), "=r"(fb[j][1]), "=r"(fb[j][2]), "=r"(fb[j][3]) : "r"(address) : "memory");
      }
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) mma(sum[i][j], fa[i], &fb[j / 2][j % 2 * 2]);
    }
  }
  int g = lane >> 2, q = lane & 3;
#pragma unroll
  for (int j = 0; j < 4; ++j) {
    int c = col + wc + 8 * j + 2 * q;
    float b0 = bias[c], b1 = bias[c + 1];
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      __half* p = C + (size_t)(row + wr + 16 * i + g) * N + c;
      *reinterpret_cast<__half2*>(p) = __floats2half2_rn(gelu(sum[i][j][0] + b0), gelu(sum[i][j][1] + b1));
      *reinterpret_cast<__half2*>(p + (size_t)8 * N) = __floats2half2_rn(gelu(sum[i][j][2] + b0), gelu(sum[i][j][3] + b1));
    }
  }
}
