// 3 x 3 convolution of signed bytes, NHWC with 32 channels in and out, padding one, 32-bit sums: one thread an output, byte loads.
#define CH 32
extern "C" __global__ void c8_bytes(const signed char* in, const signed char* w, int* out, int height, int width) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  int o = t % CH, x = t / CH % width, y = t / CH / width % height, b = t / CH / width / height;
  int sum = 0;
  for (int dy = 0; dy < 3; ++dy)
    for (int dx = 0; dx < 3; ++dx) {
      int yy = y + dy - 1, xx = x + dx - 1;
      if (yy < 0 || yy >= height || xx < 0 || xx >= width) continue;
      const signed char* p = in + ((size_t)(b * height + yy) * width + xx) * CH;
      const signed char* k = w + ((o * 3 + dy) * 3 + dx) * CH;
      for (int c = 0; c < CH; ++c) sum += (int)p[c] * (int)k[c];
    }
  out[t] = sum;
}
