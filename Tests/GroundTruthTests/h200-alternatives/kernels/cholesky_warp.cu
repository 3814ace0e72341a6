// Batched Cholesky factors in registers: N lanes per matrix, a row a lane, columns by shuffles.
#ifndef N
#define N 16
#endif
extern "C" __global__ void cholesky_warp(const float* in, float* out, float shift, int batch) {
  int thread = blockIdx.x * blockDim.x + threadIdx.x;
  int s = thread / N, row = thread % N;
  bool valid = s < batch;
  const float* src = in + ((size_t)(valid ? s : 0) * N + row) * N;
  float r[N];
#pragma unroll
  for (int j = 0; j < N; j += 4) {
    float4 v = *reinterpret_cast<const float4*>(src + j);
    r[j] = v.x, r[j + 1] = v.y, r[j + 2] = v.z, r[j + 3] = v.w;
  }
#pragma unroll
  for (int j = 0; j < N; ++j)
    if (j == row) r[j] += shift;
#pragma unroll
  for (int k = 0; k < N; ++k) {
    float inverse = rsqrtf(__shfl_sync(0xffffffffu, r[k], k, N));
    r[k] *= inverse;
#pragma unroll
    for (int j = k + 1; j < N; ++j) {
      float t = __shfl_sync(0xffffffffu, r[k], j, N);
      r[j] -= r[k] * t;
    }
  }
  if (!valid) return;
  float* dst = out + ((size_t)s * N + row) * N;
#pragma unroll
  for (int j = 0; j < N; j += 4)
    *reinterpret_cast<float4*>(dst + j) = make_float4(j <= row ? r[j] : 0.0f, j + 1 <= row ? r[j + 1] : 0.0f, j + 2 <= row ? r[j + 2] : 0.0f, j + 3 <= row ? r[j + 3] : 0.0f);
}
