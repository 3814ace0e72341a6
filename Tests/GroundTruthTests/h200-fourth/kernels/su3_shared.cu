// Products of complex 3 x 3 matrices: both operands and the result go through shared memory, so that global accesses are contiguous float4.
#ifndef THREADS
#define THREADS 128
#endif
extern "C" __global__ void __launch_bounds__(THREADS) su3_shared(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int count) {
  __shared__ float4 sa[THREADS * 18 / 4], sb[THREADS * 18 / 4];
  size_t base = (size_t)blockIdx.x * (THREADS * 18 / 4);
  for (int i = threadIdx.x; i < THREADS * 18 / 4; i += THREADS) {
    sa[i] = reinterpret_cast<const float4*>(a)[base + i];
    sb[i] = reinterpret_cast<const float4*>(b)[base + i];
  }
  __syncthreads();
  float2* pa = reinterpret_cast<float2*>(sa) + threadIdx.x * 9;
  const float2* pb = reinterpret_cast<const float2*>(sb) + threadIdx.x * 9;
  float2 v[9];
#pragma unroll
  for (int i = 0; i < 9; ++i) v[i] = pb[i];
#pragma unroll
  for (int i = 0; i < 3; ++i) {
    float2 u[3], r[3];
#pragma unroll
    for (int k = 0; k < 3; ++k) u[k] = pa[i * 3 + k];
#pragma unroll
    for (int j = 0; j < 3; ++j) {
      r[j] = make_float2(0.0f, 0.0f);
#pragma unroll
      for (int k = 0; k < 3; ++k) {
        float2 q = v[k * 3 + j];
        r[j].x += u[k].x * q.x - u[k].y * q.y;
        r[j].y += u[k].x * q.y + u[k].y * q.x;
      }
    }
#pragma unroll
    for (int j = 0; j < 3; ++j) pa[i * 3 + j] = r[j];
  }
  __syncthreads();
  for (int i = threadIdx.x; i < THREADS * 18 / 4; i += THREADS) reinterpret_cast<float4*>(c)[base + i] = sa[i];
}
