// Nearest of K centres (in shared memory) of points with D values held by feature.
#ifndef K
#define K 32
#endif
#ifndef D
#define D 16
#endif
extern "C" __global__ void kmeans_assign(const float* __restrict__ points, const float* __restrict__ centres, int* __restrict__ out, int n) {
  __shared__ float c[K * D];
  for (int i = threadIdx.x; i < K * D; i += blockDim.x) c[i] = centres[i];
  __syncthreads();
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float p[D];
#pragma unroll
  for (int d = 0; d < D; ++d) p[d] = points[(size_t)d * n + i];
  float best = 3.0e38f;
  int at = 0;
  for (int k = 0; k < K; ++k) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d < D; ++d) {
      float x = p[d] - c[k * D + d];
      sum += x * x;
    }
    if (sum < best) {
      best = sum;
      at = k;
    }
  }
  out[i] = at;
}
