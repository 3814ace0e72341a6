// Block-sparse matrix times vector, 8 x 8 blocks, up to 16 a block row: one thread a row.
#define BS 8
#define MAXB 16
extern "C" __global__ void bsr_row(const float* values, const int* column, const int* count, const float* x, float* y, int block_rows) {
  int row = blockIdx.x * blockDim.x + threadIdx.x, br = row / BS, r = row % BS;
  if (br >= block_rows) return;
  int n = 1 + count[br];
  float sum = 0.0f;
  for (int b = 0; b < n; ++b) {
    int c = column[br * MAXB + b];
    const float* v = values + ((size_t)(br * MAXB + b) * BS + r) * BS;
    for (int k = 0; k < BS; ++k) sum += v[k] * x[c * BS + k];
  }
  y[row] = sum;
}
