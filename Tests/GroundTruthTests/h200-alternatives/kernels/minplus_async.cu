// Min-plus matrix product: 64 x 64 tiles, 4 x 4 entries a thread, 16 deep, tiles fetched one ahead by cp.async.
__device__ __forceinline__ void copy16(void* to, const void* from) {
  unsigned address = (unsigned)__cvta_generic_to_shared(to);
  asm volatile("cp.async.ca.shared.global [%0], [%1], 16;" ::"r"(address), "l"(from) : "memory");
}
extern "C" __global__ void minplus_async(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n) {
  __shared__ __align__(16) float as[2][64][20];
  __shared__ __align__(16) float bs[2][16][64];
  int t = threadIdx.x, tx = t & 15, ty = t >> 4, row = blockIdx.y * 64, col = blockIdx.x * 64;
  const float* pa = a + (size_t)(row + (t >> 2)) * n + (t & 3) * 4;
  const float* pb = b + (size_t)(t >> 4) * n + col + (t & 15) * 4;
  float best[4][4];
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) best[i][j] = 1.0e30f;
  copy16(&as[0][t >> 2][(t & 3) * 4], pa);
  copy16(&bs[0][t >> 4][(t & 15) * 4], pb);
  asm volatile("cp.async.commit_group;" ::: "memory");
  int stage = 0;
  for (int k0 = 0; k0 < n; k0 += 16, stage ^= 1) {
    asm volatile("cp.async.wait_group 0;" ::: "memory");
    __syncthreads();
    if (k0 + 16 < n) {
      copy16(&as[stage ^ 1][t >> 2][(t & 3) * 4], pa + k0 + 16);
      copy16(&bs[stage ^ 1][t >> 4][(t & 15) * 4], pb + (size_t)(k0 + 16) * n);
      asm volatile("cp.async.commit_group;" ::: "memory");
    }
#pragma unroll
    for (int k = 0; k < 16; ++k) {
      float4 y = *reinterpret_cast<const float4*>(&bs[stage][k][tx * 4]);
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        float x = as[stage][ty * 4 + i][k];
        best[i][0] = fminf(best[i][0], x + y.x);
        best[i][1] = fminf(best[i][1], x + y.y);
        best[i][2] = fminf(best[i][2], x + y.z);
        best[i][3] = fminf(best[i][3], x + y.w);
      }
    }
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
    *reinterpret_cast<float4*>(&c[(size_t)(row + ty * 4 + i) * n + col + tx * 4]) = make_float4(best[i][0], best[i][1], best[i][2], best[i][3]);
}
