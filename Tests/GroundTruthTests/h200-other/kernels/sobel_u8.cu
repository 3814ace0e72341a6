// Edge strength of an 8-bit picture.
extern "C" __global__ void sobel_u8(const unsigned char* __restrict__ in, unsigned char* __restrict__ out, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return;
  const unsigned char* p = in + y * width + x;
  int a = p[-width - 1], b = p[-width], c = p[-width + 1], d = p[-1], f = p[1], g = p[width - 1], h = p[width], k = p[width + 1];
  int gx = c + 2 * f + k - a - 2 * d - g, gy = g + 2 * h + k - a - 2 * b - c;
  out[y * width + x] = (unsigned char)min(255, abs(gx) + abs(gy));
}
