// bf16 product C = A * B^T (A: m x k, B: n x k): 64 x 64 x 32 tiles in shared memory, ldmatrix, four warps.
#define KS 32
#ifndef PAD
#define PAD 8
#endif
__device__ __forceinline__ void mma(float* c, const unsigned* a, const unsigned* b) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
__device__ __forceinline__ void ldmatrix(unsigned* r, const void* p) {
  unsigned address = (unsigned)__cvta_generic_to_shared(p);
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address));
}
extern "C" __global__ void bf16_tiled(const unsigned short* __restrict__ a, const unsigned short* __restrict__ b, float* __restrict__ c, int m, int n, int k) {
  __shared__ __align__(16) unsigned short as[64][KS + PAD], bs[64][KS + PAD];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, wr = (warp >> 1) * 32, wc = (warp & 1) * 32;
  int row = blockIdx.y * 64, col = blockIdx.x * 64;
  float sum[2][4][4] = {};
  for (int k0 = 0; k0 < k; k0 += KS) {
    for (int i = threadIdx.x; i < 64 * KS / 8; i += 128) {
      int r = i / (KS / 8), x = i % (KS / 8) * 8;
      *reinterpret_cast<uint4*>(&as[r][x]) = *reinterpret_cast<const uint4*>(&a[(size_t)(row + r) * k + k0 + x]);
      *reinterpret_cast<uint4*>(&bs[r][x]) = *reinterpret_cast<const uint4*>(&b[(size_t)(col + r) * k + k0 + x]);
    }
    __syncthreads();
#pragma unroll
    for (int kk = 0; kk < KS; kk += 16) {
      unsigned fa[2][4], fb[2][4];
#pragma unroll
      for (int i = 0; i < 2; ++i) ldmatrix(fa[i], &as[wr + 16 * i + lane % 16][kk + lane / 16 * 8]);
#pragma unroll
      for (int j = 0; j < 2; ++j) ldmatrix(fb[j], &bs[wc + 16 * j + lane / 16 * 8 + lane % 8][kk + lane / 8 % 2 * 8]);
#pragma unroll
      for (int i = 0; i < 2; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) mma(sum[i][j], fa[i], &fb[j / 2][j % 2 * 2]);
    }
    __syncthreads();
  }
  int g = lane >> 2, t = lane & 3;
#pragma unroll
  for (int i = 0; i < 2; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      float* p = c + (size_t)(row + wr + 16 * i + g) * n + col + wc + 8 * j + 2 * t;
      *reinterpret_cast<float2*>(p) = make_float2(sum[i][j][0], sum[i][j][1]);
      *reinterpret_cast<float2*>(p + (size_t)8 * n) = make_float2(sum[i][j][2], sum[i][j][3]);
    }
}
