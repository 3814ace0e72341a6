// Inverses of 32 x 32 matrices: one warp a matrix, a lane keeps a column in registers, the pivot column is passed through shared memory and read as float4.
#ifndef WARPS
#define WARPS 4
#endif
extern "C" __global__ void __launch_bounds__(WARPS * 32) inv_column(const float* __restrict__ in, float* __restrict__ out, int count, float shift) {
  __shared__ __align__(16) float pass[WARPS][2][32];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, m = blockIdx.x * WARPS + warp;
  if (m >= count) return;
  const float* p = in + (size_t)m * 1024;
  float r[32];
#pragma unroll
  for (int i = 0; i < 32; ++i) r[i] = p[i * 32 + lane] + (i == lane ? shift : 0.0f);
#pragma unroll
  for (int k = 0; k < 32; ++k) {
    float* column = pass[warp][k & 1];
    if (lane == k) {
#pragma unroll
      for (int i = 0; i < 8; ++i) *reinterpret_cast<float4*>(column + 4 * i) = make_float4(r[4 * i], r[4 * i + 1], r[4 * i + 2], r[4 * i + 3]);
#pragma unroll
      for (int i = 0; i < 32; ++i) r[i] = i == k ? 1.0f : 0.0f;
    }
    __syncwarp();
    float akj = r[k] / column[k];
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      float4 f = *reinterpret_cast<const float4*>(column + 4 * i);
      r[4 * i] -= f.x * akj;
      r[4 * i + 1] -= f.y * akj;
      r[4 * i + 2] -= f.z * akj;
      r[4 * i + 3] -= f.w * akj;
    }
    r[k] = akj;
  }
  float* q = out + (size_t)m * 1024;
#pragma unroll
  for (int i = 0; i < 32; ++i) q[i * 32 + lane] = r[i];
}
