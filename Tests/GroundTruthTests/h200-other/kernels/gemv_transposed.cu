// y = A^T x for row-major A: threads own columns, rows are split over blocks.
extern "C" __global__ void gemv_transposed(const float* __restrict__ a, const float* __restrict__ x, float* __restrict__ y, int rows, int cols, int band) {
  __shared__ float xs[256];
  int c = blockIdx.x * blockDim.x + threadIdx.x, first = blockIdx.y * band;
  float sum = 0.0f;
  for (int base = first; base < first + band; base += 256) {
    __syncthreads();
    xs[threadIdx.x] = x[base + threadIdx.x];
    __syncthreads();
    for (int r = 0; r < 256; ++r) sum += a[(size_t)(base + r) * cols + c] * xs[r];
  }
  atomicAdd(&y[c], sum);
}
