// Batched Cholesky factors, a block per matrix in shared memory, right-looking.
#ifndef N
#define N 16
#endif
extern "C" __global__ void cholesky_shared(const float* __restrict__ in, float* __restrict__ out, float shift, int batch) {
  __shared__ float m[N][N + 1];
  const float* src = in + (size_t)blockIdx.x * N * N;
  float* dst = out + (size_t)blockIdx.x * N * N;
  for (int i = threadIdx.x; i < N * N; i += blockDim.x) {
    int r = i / N, c = i % N;
    m[r][c] = src[i] + (r == c ? shift : 0.0f);
  }
  __syncthreads();
  for (int k = 0; k < N; ++k) {
    float inverse = rsqrtf(m[k][k]);
    __syncthreads();
    for (int i = k + threadIdx.x; i < N; i += blockDim.x) m[i][k] *= inverse;
    __syncthreads();
    int left = N - k - 1;
    for (int e = threadIdx.x; e < left * left; e += blockDim.x) {
      int r = k + 1 + e / left, c = k + 1 + e % left;
      if (c <= r) m[r][c] -= m[r][k] * m[c][k];
    }
    __syncthreads();
  }
  for (int i = threadIdx.x; i < N * N; i += blockDim.x) {
    int r = i / N, c = i % N;
    dst[i] = c <= r ? m[r][c] : 0.0f;
  }
}
