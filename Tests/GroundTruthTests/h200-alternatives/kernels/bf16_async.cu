// bf16 product C = A * B^T (A: m x k, B: n x k): 128 x 128 x 32 tiles, two stages of cp.async, eight warps of 64 x 32.
#define KS 32
#define LD (KS + 8)
__device__ __forceinline__ void mma(float* c, const unsigned* a, const unsigned* b) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
__device__ __forceinline__ void ldmatrix(unsigned* r, const void* p) {
  unsigned address = (unsigned)__cvta_generic_to_shared(p);
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address) : "memory");
}
__device__ __forceinline__ void copy16(void* to, const void* from) {
  unsigned address = (unsigned)__cvta_generic_to_shared(to);
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(address), "l"(from) : "memory");
}
extern "C" __global__ void __launch_bounds__(256) bf16_async(const unsigned short* __restrict__ a, const unsigned short* __restrict__ b, float* __restrict__ c, int m, int n, int k) {
  __shared__ __align__(16) unsigned short as[2][128][LD], bs[2][128][LD];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, wr = (warp >> 2) * 64, wc = (warp & 3) * 32;
  int row = blockIdx.y * 128, col = blockIdx.x * 128;
  int lr = threadIdx.x >> 2, lx = (threadIdx.x & 3) * 8;
  const unsigned short* pa = a + (size_t)(row + lr) * k + lx;
  const unsigned short* pb = b + (size_t)(col + lr) * k + lx;
  float sum[4][4][4] = {};
  int steps = k / KS;
#define FETCH(stage, k0)                                          \
  {                                                               \
    copy16(&as[stage][lr][lx], pa + (k0));                        \
    copy16(&as[stage][lr + 64][lx], pa + (k0) + (size_t)64 * k);  \
    copy16(&bs[stage][lr][lx], pb + (k0));                        \
    copy16(&bs[stage][lr + 64][lx], pb + (k0) + (size_t)64 * k);  \
    asm volatile("cp.async.commit_group;" ::: "memory");          \
  }
  FETCH(0, 0);
  for (int s = 0; s < steps; ++s) {
    int stage = s & 1;
    if (s + 1 < steps) {
      FETCH(stage ^ 1, (s + 1) * KS);
      asm volatile("cp.async.wait_group 1;" ::: "memory");
    } else {
      asm volatile("cp.async.wait_group 0;" ::: "memory");
    }
    __syncthreads();
#pragma unroll
    for (int kk = 0; kk < KS; kk += 16) {
      unsigned fa[4][4], fb[2][4];
#pragma unroll
      for (int i = 0; i < 4; ++i) ldmatrix(fa[i], &as[stage][wr + 16 * i + lane % 16][kk + lane / 16 * 8]);
#pragma unroll
      for (int j = 0; j < 2; ++j) ldmatrix(fb[j], &bs[stage][wc + 16 * j + lane / 16 * 8 + lane % 8][kk + lane / 8 % 2 * 8]);
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) mma(sum[i][j], fa[i], &fb[j / 2][j % 2 * 2]);
    }
    __syncthreads();
  }
  int g = lane >> 2, t = lane & 3;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      float* p = c + (size_t)(row + wr + 16 * i + g) * n + col + wc + 8 * j + 2 * t;
      *reinterpret_cast<float2*>(p) = make_float2(sum[i][j][0], sum[i][j][1]);
      *reinterpret_cast<float2*>(p + (size_t)8 * n) = make_float2(sum[i][j][2], sum[i][j][3]);
    }
}
