// Column sums of a matrix: a thread per column of a band of rows, combined by atomics.
extern "C" __global__ void column_sum(const float* __restrict__ in, float* __restrict__ out, int rows, int cols, int band) {
  int c = blockIdx.x * blockDim.x + threadIdx.x;
  if (c >= cols) return;
  int first = blockIdx.y * band, last = min(rows, first + band);
  float sum = 0.0f;
  for (int r = first; r < last; ++r) sum += in[(size_t)r * cols + c];
  atomicAdd(&out[c], sum);
}
