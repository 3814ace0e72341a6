// Solutions of lower triangular systems (64 x 64, shift added to the diagonal, 32 right-hand sides), one thread a right-hand side, solved values read back from global memory.
#define N 64
#define M 32
extern "C" __global__ void trs_global(const float* l, const float* b, float* x, int batch, float shift) {
  int t = blockIdx.x * blockDim.x + threadIdx.x, m = t / M, c = t % M;
  if (m >= batch) return;
  const float* a = l + (size_t)m * N * N;
  const float* r = b + (size_t)m * N * M + c;
  float* s = x + (size_t)m * N * M + c;
  for (int i = 0; i < N; ++i) {
    float v = r[i * M];
    for (int k = 0; k < i; ++k) v -= a[i * N + k] * s[k * M];
    s[i * M] = v / (a[i * N + i] + shift);
  }
}
