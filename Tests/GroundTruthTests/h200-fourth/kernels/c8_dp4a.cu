// 3 x 3 convolution of signed bytes, NHWC with 32 channels in and out: one thread an output, 16-byte loads and dp4a.
#define CH 32
extern "C" __global__ void c8_dp4a(const signed char* __restrict__ in, const signed char* __restrict__ w, int* __restrict__ out, int height, int width) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  int o = t % CH, x = t / CH % width, y = t / CH / width % height, b = t / CH / width / height;
  int sum = 0;
#pragma unroll
  for (int dy = 0; dy < 3; ++dy)
#pragma unroll
    for (int dx = 0; dx < 3; ++dx) {
      int yy = y + dy - 1, xx = x + dx - 1;
      if (yy < 0 || yy >= height || xx < 0 || xx >= width) continue;
      const int4* p = reinterpret_cast<const int4*>(in + ((size_t)(b * height + yy) * width + xx) * CH);
      const int4* k = reinterpret_cast<const int4*>(w + ((o * 3 + dy) * 3 + dx) * CH);
#pragma unroll
      for (int c = 0; c < CH / 16; ++c) {
        int4 u = p[c], v = k[c];
        sum = __dp4a(u.x, v.x, sum);
        sum = __dp4a(u.y, v.y, sum);
        sum = __dp4a(u.z, v.z, sum);
        sum = __dp4a(u.w, v.w, sum);
      }
    }
  out[t] = sum;
}
