// All pairs of Manhattan distances between rows of x (m x DIM) and y (n x DIM), one thread a pair.
#define DIM 64
extern "C" __global__ void l1_naive(const float* x, const float* y, float* out, int m, int n) {
  int j = blockIdx.x * blockDim.x + threadIdx.x, i = blockIdx.y * blockDim.y + threadIdx.y;
  if (i >= m || j >= n) return;
  float sum = 0.0f;
  for (int d = 0; d < DIM; ++d) sum += fabsf(x[i * DIM + d] - y[j * DIM + d]);
  out[(size_t)i * n + j] = sum;
}
