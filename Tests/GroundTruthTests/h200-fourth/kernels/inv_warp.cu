// Inverses of 32 x 32 matrices: one warp a matrix, a lane keeps a column in registers, the pivot column goes round by shuffles.
extern "C" __global__ void inv_warp(const float* __restrict__ in, float* __restrict__ out, int count, float shift) {
  int lane = threadIdx.x & 31, m = (blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  if (m >= count) return;
  const float* p = in + (size_t)m * 1024;
  float r[32];
#pragma unroll
  for (int i = 0; i < 32; ++i) r[i] = p[i * 32 + lane] + (i == lane ? shift : 0.0f);
#pragma unroll
  for (int k = 0; k < 32; ++k) {
    float pivot = 1.0f / __shfl_sync(0xffffffffu, r[k], k);
    float akj = lane == k ? pivot : r[k] * pivot;
#pragma unroll
    for (int i = 0; i < 32; ++i) {
      if (i == k) continue;
      float factor = __shfl_sync(0xffffffffu, r[i], k);
      r[i] = (lane == k ? 0.0f : r[i]) - factor * akj;
    }
    r[k] = akj;
  }
  float* q = out + (size_t)m * 1024;
#pragma unroll
  for (int i = 0; i < 32; ++i) q[i * 32 + lane] = r[i];
}
