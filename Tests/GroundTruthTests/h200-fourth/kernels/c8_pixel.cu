// 3 x 3 convolution of signed bytes, NHWC with 32 channels in and out: one thread a pixel and OC output channels, weights in shared memory (broadcast), dp4a.
#define CH 32
#ifndef OC
#define OC 32
#endif
extern "C" __global__ void __launch_bounds__(128) c8_pixel(const signed char* __restrict__ in, const signed char* __restrict__ w, int* __restrict__ out, int height, int width) {
  __shared__ int4 ws[9][OC][2];
  int o0 = blockIdx.y * OC;
  for (int i = threadIdx.x; i < OC * 18; i += 128) {
    int o = i / 18, r = i % 18;
    ws[r / 2][o][r % 2] = reinterpret_cast<const int4*>(w)[(o0 + o) * 18 + r];
  }
  __syncthreads();
  int t = blockIdx.x * 128 + threadIdx.x, x = t % width, y = t / width % height, b = t / width / height;
  int sum[OC];
#pragma unroll
  for (int o = 0; o < OC; ++o) sum[o] = 0;
  for (int tap = 0; tap < 9; ++tap) {
    int yy = y + tap / 3 - 1, xx = x + tap % 3 - 1;
    if (yy < 0 || yy >= height || xx < 0 || xx >= width) continue;
    const int4* p = reinterpret_cast<const int4*>(in + ((size_t)(b * height + yy) * width + xx) * CH);
    int4 u0 = p[0], u1 = p[1];
#pragma unroll
    for (int o = 0; o < OC; ++o) {
      int4 v0 = ws[tap][o][0], v1 = ws[tap][o][1];
      int s = sum[o];
      s = __dp4a(u0.x, v0.x, s);
      s = __dp4a(u0.y, v0.y, s);
      s = __dp4a(u0.z, v0.z, s);
      s = __dp4a(u0.w, v0.w, s);
      s = __dp4a(u1.x, v1.x, s);
      s = __dp4a(u1.y, v1.y, s);
      s = __dp4a(u1.z, v1.z, s);
      s = __dp4a(u1.w, v1.w, s);
      sum[o] = s;
    }
  }
  int4* q = reinterpret_cast<int4*>(out + (size_t)t * CH + o0);
#pragma unroll
  for (int o = 0; o < OC / 4; ++o) q[o] = make_int4(sum[4 * o], sum[4 * o + 1], sum[4 * o + 2], sum[4 * o + 3]);
}
