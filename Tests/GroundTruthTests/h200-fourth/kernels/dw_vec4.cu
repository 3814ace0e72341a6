// Depthwise 3 x 3 convolution, NHWC: four channels a thread, RUN outputs along x with the window sliding through registers.
#ifndef RUN
#define RUN 1
#endif
__device__ __forceinline__ void fma4(float4& s, float4 a, float4 b) {
  s.x += a.x * b.x;
  s.y += a.y * b.y;
  s.z += a.z * b.z;
  s.w += a.w * b.w;
}
extern "C" __global__ void dw_vec4(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int batch, int height, int width, int channels) {
  int c4 = channels / 4, runs = width / RUN;
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  int c = t % c4, x0 = t / c4 % runs * RUN, y = t / c4 / runs % height, b = t / c4 / runs / height;
  if (b >= batch) return;
  const float4* p = reinterpret_cast<const float4*>(in);
  const float4* k = reinterpret_cast<const float4*>(w);
  float4 sum[RUN];
#pragma unroll
  for (int r = 0; r < RUN; ++r) sum[r] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
#pragma unroll
  for (int dy = 0; dy < 3; ++dy) {
    int yy = y + dy - 1;
    if (yy < 0 || yy >= height) continue;
    float4 k0 = k[(dy * 3) * c4 + c], k1 = k[(dy * 3 + 1) * c4 + c], k2 = k[(dy * 3 + 2) * c4 + c];
#pragma unroll
    for (int d = 0; d < RUN + 2; ++d) {
      int xx = x0 + d - 1;
      float4 v = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
      if (xx >= 0 && xx < width) v = p[((b * height + yy) * width + xx) * c4 + c];
      if (d < RUN) fma4(sum[d], k0, v);
      if (d >= 1 && d <= RUN) fma4(sum[d - 1], k1, v);
      if (d >= 2) fma4(sum[d - 2], k2, v);
    }
  }
#pragma unroll
  for (int r = 0; r < RUN; ++r) reinterpret_cast<float4*>(out)[((b * height + y) * width + x0 + r) * c4 + c] = sum[r];
}
