// Min-plus matrix product (one squaring step of all-pairs shortest paths), one entry a thread.
extern "C" __global__ void minplus_naive(const float* a, const float* b, float* c, int n) {
  int col = blockIdx.x * blockDim.x + threadIdx.x, row = blockIdx.y * blockDim.y + threadIdx.y;
  if (row >= n || col >= n) return;
  float best = 1.0e30f;
  for (int k = 0; k < n; ++k) best = fminf(best, a[row * n + k] + b[k * n + col]);
  c[row * n + col] = best;
}
