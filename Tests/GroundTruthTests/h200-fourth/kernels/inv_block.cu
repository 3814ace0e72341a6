// Inverses of 32 x 32 matrices (shift added to the diagonal) by Gauss-Jordan without pivoting: one block of 32 x 32 threads a matrix, shared memory.
extern "C" __global__ void __launch_bounds__(1024) inv_block(const float* in, float* out, int count, float shift) {
  __shared__ float a[32][33];
  int i = threadIdx.y, j = threadIdx.x;
  size_t base = (size_t)blockIdx.x * 1024;
  a[i][j] = in[base + i * 32 + j] + (i == j ? shift : 0.0f);
  __syncthreads();
  for (int k = 0; k < 32; ++k) {
    float p = 1.0f / a[k][k], row = a[k][j], factor = a[i][k], mine = a[i][j];
    __syncthreads();
    float akj = j == k ? p : row * p;
    float v;
    if (i == k) v = akj;
    else v = (j == k ? 0.0f : mine) - factor * akj;
    a[i][j] = v;
    __syncthreads();
  }
  out[base + i * 32 + j] = a[i][j];
}
