// Dilation of a byte image with a 7 x 7 square, 49 clamped byte reads a pixel.
extern "C" __global__ void dil_bytes(const unsigned char* in, unsigned char* out, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) return;
  int top = 0;
  for (int dy = -3; dy <= 3; ++dy) {
    int yy = min(max(y + dy, 0), height - 1);
    for (int dx = -3; dx <= 3; ++dx) {
      int xx = min(max(x + dx, 0), width - 1);
      top = max(top, (int)in[yy * width + xx]);
    }
  }
  out[y * width + x] = (unsigned char)top;
}
