// Lower-triangular matrix times a matrix, one element a thread, the sum ends at the diagonal.
extern "C" __global__ void trmm_naive(const float* l, const float* b, float* c, int n) {
  int col = blockIdx.x * blockDim.x + threadIdx.x, row = blockIdx.y * blockDim.y + threadIdx.y;
  if (row >= n || col >= n) return;
  float sum = 0.0f;
  for (int k = 0; k <= row; ++k) sum += l[row * n + k] * b[k * n + col];
  c[row * n + col] = sum;
}
