// Gradient of layer normalisation with respect to its input, a warp per row.
extern "C" __global__ void layernorm_backward(const float* __restrict__ x, const float* __restrict__ dy, const float* __restrict__ gamma, float* __restrict__ dx, int rows, int cols) {
  int row = blockIdx.x * blockDim.y + threadIdx.y, lane = threadIdx.x;
  if (row >= rows) return;
  const float* xr = x + (size_t)row * cols;
  const float* gr = dy + (size_t)row * cols;
  float sum = 0.0f, squares = 0.0f;
  for (int c = lane; c < cols; c += 32) {
    float v = xr[c];
    sum += v;
    squares += v * v;
  }
  for (int o = 16; o > 0; o >>= 1) {
    sum += __shfl_xor_sync(0xffffffffu, sum, o);
    squares += __shfl_xor_sync(0xffffffffu, squares, o);
  }
  float mean = sum / cols, inv = rsqrtf(squares / cols - mean * mean + 1e-5f), a = 0.0f, b = 0.0f;
  for (int c = lane; c < cols; c += 32) {
    float g = gr[c] * gamma[c], h = (xr[c] - mean) * inv;
    a += g;
    b += g * h;
  }
  for (int o = 16; o > 0; o >>= 1) {
    a += __shfl_xor_sync(0xffffffffu, a, o);
    b += __shfl_xor_sync(0xffffffffu, b, o);
  }
  a /= cols;
  b /= cols;
  for (int c = lane; c < cols; c += 32) {
    float h = (xr[c] - mean) * inv;
    dx[(size_t)row * cols + c] = inv * (gr[c] * gamma[c] - a - h * b);
  }
}
