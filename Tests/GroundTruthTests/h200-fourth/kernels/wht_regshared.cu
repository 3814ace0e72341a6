// Walsh-Hadamard transform of rows of 1024, one warp a row: five stages in registers, a transposition through padded shared memory, five more.
#ifndef WARPS
#define WARPS 4
#endif
__device__ __forceinline__ void wht32(float* v) {
#pragma unroll
  for (int h = 1; h < 32; h <<= 1) {
#pragma unroll
    for (int i = 0; i < 32; ++i)
      if ((i & h) == 0) {
        float a = v[i], b = v[i + h];
        v[i] = a + b;
        v[i + h] = a - b;
      }
  }
}
extern "C" __global__ void __launch_bounds__(WARPS * 32) wht_regshared(const float* __restrict__ in, float* __restrict__ out, int rows) {
  __shared__ float s[WARPS][32 * 33];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, row = blockIdx.x * WARPS + warp;
  const float* p = in + (size_t)row * 1024;
  float* q = out + (size_t)row * 1024;
  float v[32];
#pragma unroll
  for (int i = 0; i < 32; ++i) v[i] = p[i * 32 + lane];
  wht32(v);
#pragma unroll
  for (int i = 0; i < 32; ++i) s[warp][i * 33 + lane] = v[i];
  __syncwarp();
#pragma unroll
  for (int i = 0; i < 32; ++i) v[i] = s[warp][lane * 33 + i];
  wht32(v);
#pragma unroll
  for (int i = 0; i < 32; ++i) s[warp][lane * 33 + i] = v[i];
  __syncwarp();
#pragma unroll
  for (int i = 0; i < 32; ++i) q[i * 32 + lane] = s[warp][i * 33 + lane];
}
