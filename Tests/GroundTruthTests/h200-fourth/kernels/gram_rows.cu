// Gram matrix of a tall 16-column matrix: one thread a row, a quarter of the products (four rows of the result) a warp pair, warp sums by shuffles.
extern "C" __global__ void __launch_bounds__(256) gram_rows(const float* __restrict__ a, float* __restrict__ c, int rows, int per_block) {
  int t = threadIdx.y * 16 + threadIdx.x, lane = t & 31, warp = t >> 5, part = warp & 3, half = warp >> 2;
  int first = blockIdx.x * per_block, last = min(first + per_block, rows);
  const float4* p = reinterpret_cast<const float4*>(a);
  float sum[4][16] = {};
  for (int r = first + half * 32 + lane; r < last; r += 64) {
    float4 q[4];
#pragma unroll
    for (int k = 0; k < 4; ++k) q[k] = p[(size_t)r * 4 + k];
    float4 u = p[(size_t)r * 4 + part];
    float uu[4] = {u.x, u.y, u.z, u.w};
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int k = 0; k < 4; ++k) {
        sum[i][4 * k] += uu[i] * q[k].x;
        sum[i][4 * k + 1] += uu[i] * q[k].y;
        sum[i][4 * k + 2] += uu[i] * q[k].z;
        sum[i][4 * k + 3] += uu[i] * q[k].w;
      }
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 16; ++j) {
      float v = sum[i][j];
#pragma unroll
      for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(0xffffffffu, v, o);
      if (lane == 0) atomicAdd(&c[(part * 4 + i) * 16 + j], v);
    }
}
