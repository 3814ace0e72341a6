// 64 x 64 tiles, 4 x 4 a thread, the next tile prefetched in registers into the other half of shared memory.
extern "C" __global__ void __launch_bounds__(256) sgemm_double(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int m, int n, int k) {
  __shared__ float as[2][16][64 + 4], bs[2][16][64];
  int t = threadIdx.x, tx = t % 16, ty = t / 16, row = blockIdx.y * 64, col = blockIdx.x * 64;
  int ar = t / 4, ac = t % 4 * 4, br = t / 16, bc = t % 16 * 4;
  float sum[4][4] = {};
  float4 va = *reinterpret_cast<const float4*>(&a[(size_t)(row + ar) * k + ac]);
  float4 vb = *reinterpret_cast<const float4*>(&b[(size_t)br * n + col + bc]);
  int now = 0;
  as[0][ac][ar] = va.x; as[0][ac + 1][ar] = va.y; as[0][ac + 2][ar] = va.z; as[0][ac + 3][ar] = va.w;
  *reinterpret_cast<float4*>(&bs[0][br][bc]) = vb;
  __syncthreads();
  for (int k0 = 16; k0 <= k; k0 += 16) {
    if (k0 < k) {
      va = *reinterpret_cast<const float4*>(&a[(size_t)(row + ar) * k + k0 + ac]);
      vb = *reinterpret_cast<const float4*>(&b[(size_t)(k0 + br) * n + col + bc]);
    }
#pragma unroll
    for (int j = 0; j < 16; ++j) {
      float4 x = *reinterpret_cast<const float4*>(&as[now][j][ty * 4]);
      float4 y = *reinterpret_cast<const float4*>(&bs[now][j][tx * 4]);
      float xs[4] = {x.x, x.y, x.z, x.w}, ys[4] = {y.x, y.y, y.z, y.w};
#pragma unroll
      for (int p = 0; p < 4; ++p)
#pragma unroll
        for (int q = 0; q < 4; ++q) sum[p][q] += xs[p] * ys[q];
    }
    if (k0 < k) {
      now ^= 1;
      as[now][ac][ar] = va.x; as[now][ac + 1][ar] = va.y; as[now][ac + 2][ar] = va.z; as[now][ac + 3][ar] = va.w;
      *reinterpret_cast<float4*>(&bs[now][br][bc]) = vb;
      __syncthreads();
    }
  }
  for (int p = 0; p < 4; ++p)
    *reinterpret_cast<float4*>(&c[(size_t)(row + ty * 4 + p) * n + col + tx * 4]) = make_float4(sum[p][0], sum[p][1], sum[p][2], sum[p][3]);
}
