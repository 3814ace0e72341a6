// Lower triangular systems: one warp a system, the solved values in registers (fully unrolled), the matrix in shared memory as float4 rows.
#define N 64
#define M 32
#ifndef WARPS
#define WARPS 2
#endif
extern "C" __global__ void __launch_bounds__(WARPS * 32) trs_register(const float* __restrict__ l, const float* __restrict__ b, float* __restrict__ x, int batch, float shift) {
  __shared__ __align__(16) float a[WARPS][N][N];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, m = blockIdx.x * WARPS + warp;
  const float4* src = reinterpret_cast<const float4*>(l + (size_t)m * N * N);
  float4* dst = reinterpret_cast<float4*>(&a[warp][0][0]);
#pragma unroll 8
  for (int i = lane; i < N * N / 4; i += 32) dst[i] = src[i];
  __syncwarp();
  const float* r = b + (size_t)m * N * M + lane;
  float s[N];
#pragma unroll
  for (int i = 0; i < N; ++i) s[i] = r[i * M];
#pragma unroll
  for (int i = 0; i < N; ++i) {
    float v = s[i];
#pragma unroll
    for (int k = 0; k < i; ++k) v -= a[warp][i][k] * s[k];
    s[i] = v / (a[warp][i][i] + shift);
  }
  float* out = x + (size_t)m * N * M + lane;
#pragma unroll
  for (int i = 0; i < N; ++i) out[i * M] = s[i];
}
