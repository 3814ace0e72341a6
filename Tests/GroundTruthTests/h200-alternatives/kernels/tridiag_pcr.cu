// Batched tridiagonal systems by parallel cyclic reduction in shared memory: blockDim = (N, systems).
#ifndef N
#define N 64
#endif
#ifndef SYSTEMS
#define SYSTEMS 4
#endif
extern "C" __global__ void tridiag_pcr(const float* __restrict__ a, const float* __restrict__ b, const float* __restrict__ c, const float* __restrict__ d, float* __restrict__ x, int batch) {
  __shared__ float sa[SYSTEMS][N], sb[SYSTEMS][N], sc[SYSTEMS][N], sd[SYSTEMS][N];
  int i = threadIdx.x, y = threadIdx.y;
  int system = blockIdx.x * SYSTEMS + y;
  size_t at = (size_t)min(system, batch - 1) * N + i;
  float ai = i > 0 ? a[at] : 0.0f, bi = b[at], ci = i < N - 1 ? c[at] : 0.0f, di = d[at];
  sa[y][i] = ai;
  sb[y][i] = bi;
  sc[y][i] = ci;
  sd[y][i] = di;
  __syncthreads();
  for (int step = 1; step < N; step *= 2) {
    float na = 0.0f, nc = 0.0f, nb = bi, nd = di;
    if (i >= step) {
      float k = ai / sb[y][i - step];
      na = -k * sa[y][i - step];
      nb -= k * sc[y][i - step];
      nd -= k * sd[y][i - step];
    }
    if (i + step < N) {
      float k = ci / sb[y][i + step];
      nc = -k * sc[y][i + step];
      nb -= k * sa[y][i + step];
      nd -= k * sd[y][i + step];
    }
    __syncthreads();
    sa[y][i] = ai = na;
    sb[y][i] = bi = nb;
    sc[y][i] = ci = nc;
    sd[y][i] = di = nd;
    __syncthreads();
  }
  if (system < batch) x[at] = di / bi;
}
