// RGB bytes (interleaved) to Y, U and V planes in fixed point, one thread a pixel, byte accesses.
extern "C" __global__ void yuv_bytes(const unsigned char* rgb, unsigned char* y, unsigned char* u, unsigned char* v, int pixels) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= pixels) return;
  int r = rgb[3 * i], g = rgb[3 * i + 1], b = rgb[3 * i + 2];
  y[i] = (unsigned char)(((66 * r + 129 * g + 25 * b + 128) >> 8) + 16);
  u[i] = (unsigned char)(((-38 * r - 74 * g + 112 * b + 128) >> 8) + 128);
  v[i] = (unsigned char)(((112 * r - 94 * g - 18 * b + 128) >> 8) + 128);
}
