// 7 x 7 separable blur computed directly: 49 clamped reads a pixel.
extern "C" __global__ void blur7_direct(const float* in, const float* w, float* out, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) return;
  float sum = 0.0f;
  for (int dy = -3; dy <= 3; ++dy) {
    int yy = min(max(y + dy, 0), height - 1);
    for (int dx = -3; dx <= 3; ++dx) {
      int xx = min(max(x + dx, 0), width - 1);
      sum += w[dy + 3] * w[dx + 3] * in[yy * width + xx];
    }
  }
  out[y * width + x] = sum;
}
