// Sorts runs of 32 values, one thread a run: bitonic network in registers, runs transposed through padded shared memory.
#ifndef THREADS
#define THREADS 64
#endif
__device__ __forceinline__ void order(float& a, float& b) {
  float lo = fminf(a, b), hi = fmaxf(a, b);
  a = lo;
  b = hi;
}
extern "C" __global__ void __launch_bounds__(THREADS) sort_network(const float* __restrict__ in, float* __restrict__ out, int runs) {
  __shared__ float s[THREADS * 33];
  size_t base = (size_t)blockIdx.x * THREADS * 32;
#pragma unroll
  for (int i = 0; i < 32; ++i) {
    int k = i * THREADS + threadIdx.x;
    s[k / 32 * 33 + k % 32] = in[base + k];
  }
  __syncthreads();
  float v[32];
#pragma unroll
  for (int i = 0; i < 32; ++i) v[i] = s[threadIdx.x * 33 + i];
#pragma unroll
  for (int size = 2; size <= 32; size <<= 1)
#pragma unroll
    for (int stride = size >> 1; stride > 0; stride >>= 1)
#pragma unroll
      for (int i = 0; i < 32; ++i)
        if ((i ^ stride) > i) {
          if ((i & size) == 0) order(v[i], v[i ^ stride]);
          else order(v[i ^ stride], v[i]);
        }
#pragma unroll
  for (int i = 0; i < 32; ++i) s[threadIdx.x * 33 + i] = v[i];
  __syncthreads();
#pragma unroll
  for (int i = 0; i < 32; ++i) {
    int k = i * THREADS + threadIdx.x;
    out[base + k] = s[k / 32 * 33 + k % 32];
  }
}
