// 3 x 3 convolution of signed bytes, NHWC with 32 channels in and out: a lane keeps the 72 weight words of its output channel in registers and walks over RUN pixels.
#define CH 32
#ifndef RUN
#define RUN 16
#endif
extern "C" __global__ void __launch_bounds__(128) c8_channel(const signed char* __restrict__ in, const signed char* __restrict__ w, int* __restrict__ out, int height, int width) {
  int o = threadIdx.x & 31, warp = (blockIdx.x * 128 + threadIdx.x) >> 5;
  int runs = width / RUN, x0 = warp % runs * RUN, y = warp / runs % height, b = warp / runs / height;
  int k[72];
  const int4* wp = reinterpret_cast<const int4*>(w) + o * 18;
#pragma unroll
  for (int i = 0; i < 18; ++i) {
    int4 v = wp[i];
    k[4 * i] = v.x; k[4 * i + 1] = v.y; k[4 * i + 2] = v.z; k[4 * i + 3] = v.w;
  }
  for (int r = 0; r < RUN; ++r) {
    int x = x0 + r, sum = 0;
#pragma unroll
    for (int dy = 0; dy < 3; ++dy)
#pragma unroll
      for (int dx = 0; dx < 3; ++dx) {
        int yy = y + dy - 1, xx = x + dx - 1;
        if (yy >= 0 && yy < height && xx >= 0 && xx < width) {
          const int4* p = reinterpret_cast<const int4*>(in + ((size_t)(b * height + yy) * width + xx) * CH);
          int4 u0 = p[0], u1 = p[1];
          const int* kk = k + (dy * 3 + dx) * 8;
          sum = __dp4a(u0.x, kk[0], sum);
          sum = __dp4a(u0.y, kk[1], sum);
          sum = __dp4a(u0.z, kk[2], sum);
          sum = __dp4a(u0.w, kk[3], sum);
          sum = __dp4a(u1.x, kk[4], sum);
          sum = __dp4a(u1.y, kk[5], sum);
          sum = __dp4a(u1.z, kk[6], sum);
          sum = __dp4a(u1.w, kk[7], sum);
        }
      }
    out[((size_t)(b * height + y) * width + x) * CH + o] = sum;
  }
}
