// Sparse matrix times vector, a thread per row, fixed number of entries a row held row by row.
extern "C" __global__ void spmv_scalar(const int* __restrict__ column, const float* __restrict__ value, const float* __restrict__ x, float* __restrict__ y, int rows, int per_row) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= rows) return;
  float sum = 0.0f;
  for (int k = row * per_row; k < (row + 1) * per_row; ++k) sum += value[k] * x[column[k]];
  y[row] = sum;
}
