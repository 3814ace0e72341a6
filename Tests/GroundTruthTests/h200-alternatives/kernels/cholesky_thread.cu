// Batched Cholesky factors, one thread per matrix, working in the output matrix.
#ifndef N
#define N 16
#endif
extern "C" __global__ void cholesky_thread(const float* in, float* out, float shift, int batch) {
  int s = blockIdx.x * blockDim.x + threadIdx.x;
  if (s >= batch) return;
  const float* m = in + (size_t)s * N * N;
  float* l = out + (size_t)s * N * N;
  for (int i = 0; i < N; ++i) {
    for (int j = 0; j <= i; ++j) {
      float sum = m[i * N + j];
      if (i == j) sum += shift;
      for (int k = 0; k < j; ++k) sum -= l[i * N + k] * l[j * N + k];
      l[i * N + j] = i == j ? sqrtf(sum) : sum / l[j * N + j];
    }
    for (int j = i + 1; j < N; ++j) l[i * N + j] = 0.0f;
  }
}
