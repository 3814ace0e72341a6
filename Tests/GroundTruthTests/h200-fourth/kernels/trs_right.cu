// Lower triangular systems, right-looking: a block of 32 x 8 threads a system, after each solved row the rows below are updated in shared memory.
#define N 64
#define M 32
extern "C" __global__ void __launch_bounds__(256) trs_right(const float* __restrict__ l, const float* __restrict__ b, float* __restrict__ x, int batch, float shift) {
  __shared__ float a[N][N + 1];
  __shared__ float s[N][M];
  int c = threadIdx.x, ty = threadIdx.y, t = ty * 32 + c, m = blockIdx.x;
  for (int i = t; i < N * N; i += 256) a[i / N][i % N] = l[(size_t)m * N * N + i];
  for (int i = t; i < N * M; i += 256) s[i / M][i % M] = b[(size_t)m * N * M + i];
  __syncthreads();
  for (int k = 0; k < N; ++k) {
    float v = s[k][c] / (a[k][k] + shift);
    for (int i = k + 1 + ty; i < N; i += 8) s[i][c] -= a[i][k] * v;
    if (ty == 0) x[((size_t)m * N + k) * M + c] = v;
    __syncthreads();
  }
}
