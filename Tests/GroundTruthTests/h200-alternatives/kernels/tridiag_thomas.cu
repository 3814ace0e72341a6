// Batched tridiagonal systems, one thread per system (Thomas algorithm).
#ifndef N
#define N 64
#endif
extern "C" __global__ void tridiag_thomas(const float* a, const float* b, const float* c, const float* d, float* x, int batch) {
  int s = blockIdx.x * blockDim.x + threadIdx.x;
  if (s >= batch) return;
  size_t base = (size_t)s * N;
  a += base;
  b += base;
  c += base;
  d += base;
  x += base;
  float cp[N], dp[N];
  float m = 1.0f / b[0];
  cp[0] = c[0] * m;
  dp[0] = d[0] * m;
#pragma unroll 4
  for (int i = 1; i < N; ++i) {
    m = 1.0f / (b[i] - a[i] * cp[i - 1]);
    cp[i] = c[i] * m;
    dp[i] = (d[i] - a[i] * dp[i - 1]) * m;
  }
  float v = dp[N - 1];
  x[N - 1] = v;
#pragma unroll 4
  for (int i = N - 2; i >= 0; --i) {
    v = dp[i] - cp[i] * v;
    x[i] = v;
  }
}
