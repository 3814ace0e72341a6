// Manhattan distances: 64 x 64 pairs a block of 256 threads, 4 x 4 a thread, dimension-major shared tiles read as float4.
#define DIM 64
extern "C" __global__ void __launch_bounds__(256) l1_register(const float* __restrict__ x, const float* __restrict__ y, float* __restrict__ out, int m, int n) {
  __shared__ __align__(16) float xs[16][68], ys[16][68];
  int t = threadIdx.y * 16 + threadIdx.x, i0 = blockIdx.y * 64, j0 = blockIdx.x * 64;
  int lr = t >> 2, lc = (t & 3) * 4;
  float sum[4][4] = {};
  for (int d0 = 0; d0 < DIM; d0 += 16) {
    float4 a = *reinterpret_cast<const float4*>(x + (i0 + lr) * DIM + d0 + lc);
    float4 b = *reinterpret_cast<const float4*>(y + (j0 + lr) * DIM + d0 + lc);
    xs[lc][lr] = a.x; xs[lc + 1][lr] = a.y; xs[lc + 2][lr] = a.z; xs[lc + 3][lr] = a.w;
    ys[lc][lr] = b.x; ys[lc + 1][lr] = b.y; ys[lc + 2][lr] = b.z; ys[lc + 3][lr] = b.w;
    __syncthreads();
#pragma unroll
    for (int d = 0; d < 16; ++d) {
      float4 u = *reinterpret_cast<const float4*>(&xs[d][threadIdx.y * 4]);
      float4 v = *reinterpret_cast<const float4*>(&ys[d][threadIdx.x * 4]);
      float uu[4] = {u.x, u.y, u.z, u.w}, vv[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
      for (int r = 0; r < 4; ++r)
#pragma unroll
        for (int c = 0; c < 4; ++c) sum[r][c] += fabsf(uu[r] - vv[c]);
    }
    __syncthreads();
  }
#pragma unroll
  for (int r = 0; r < 4; ++r)
    *reinterpret_cast<float4*>(out + (size_t)(i0 + threadIdx.y * 4 + r) * n + j0 + threadIdx.x * 4) = make_float4(sum[r][0], sum[r][1], sum[r][2], sum[r][3]);
}
