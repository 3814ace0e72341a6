// Gram matrix of a tall 16-column matrix: 16 threads a row, 4 x 4 elements each from two float4 loads, 16 rows in flight a block, joined in shared memory.
extern "C" __global__ void __launch_bounds__(256) gram_quad(const float* __restrict__ a, float* __restrict__ c, int rows, int per_block) {
  __shared__ float s[8][256];
  int t = threadIdx.y * 16 + threadIdx.x, sub = t & 15, slot = t >> 4, bi = sub >> 2, bj = sub & 3;
  int first = blockIdx.x * per_block, last = min(first + per_block, rows);
  const float4* p = reinterpret_cast<const float4*>(a);
  float sum[4][4] = {};
  for (int r = first + slot; r < last; r += 16) {
    float4 u = p[(size_t)r * 4 + bi], v = p[(size_t)r * 4 + bj];
    float uu[4] = {u.x, u.y, u.z, u.w}, vv[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) sum[i][j] += uu[i] * vv[j];
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      float v = sum[i][j] + __shfl_xor_sync(0xffffffffu, sum[i][j], 16);
      if ((slot & 1) == 0) s[slot >> 1][(bi * 4 + i) * 16 + bj * 4 + j] = v;
    }
  __syncthreads();
  float v = 0.0f;
#pragma unroll
  for (int k = 0; k < 8; ++k) v += s[k][t];
  atomicAdd(&c[t], v);
}
