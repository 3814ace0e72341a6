// Gradient of the cross entropy: running maximum and sum in one pass of float4 loads, a second pass writes.
#ifndef THREADS
#define THREADS 256
#endif
extern "C" __global__ void ceg_online(const float* __restrict__ logits, const int* __restrict__ label, float* __restrict__ grad, int cols, float scale) {
  __shared__ float tops[32], sums[32];
  int t = threadIdx.x, lane = t & 31, warp = t >> 5;
  const float4* x = reinterpret_cast<const float4*>(logits + (size_t)blockIdx.x * cols);
  float4* g = reinterpret_cast<float4*>(grad + (size_t)blockIdx.x * cols);
  float top = -1e30f, sum = 0.0f;
  for (int i = t; i < cols / 4; i += THREADS) {
    float4 v = x[i];
    float m = fmaxf(fmaxf(v.x, v.y), fmaxf(v.z, v.w));
    float next = fmaxf(top, m);
    sum = sum * __expf(top - next) + __expf(v.x - next) + __expf(v.y - next) + __expf(v.z - next) + __expf(v.w - next);
    top = next;
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    float m = __shfl_xor_sync(0xffffffffu, top, o), s = __shfl_xor_sync(0xffffffffu, sum, o);
    float next = fmaxf(top, m);
    sum = sum * __expf(top - next) + s * __expf(m - next);
    top = next;
  }
  if (THREADS > 32) {
    if (lane == 0) {
      tops[warp] = top;
      sums[warp] = sum;
    }
    __syncthreads();
    top = -1e30f;
    for (int w = 0; w < THREADS / 32; ++w) top = fmaxf(top, tops[w]);
    sum = 0.0f;
    for (int w = 0; w < THREADS / 32; ++w) sum += sums[w] * __expf(tops[w] - top);
  }
  float inv = scale / sum;
  int target = label[blockIdx.x];
  for (int i = t; i < cols / 4; i += THREADS) {
    float4 v = x[i];
    v.x = __expf(v.x - top) * inv;
    v.y = __expf(v.y - top) * inv;
    v.z = __expf(v.z - top) * inv;
    v.w = __expf(v.w - top) * inv;
    if (target >> 2 == i) {
      int r = target & 3;
      if (r == 0) v.x -= scale;
      if (r == 1) v.y -= scale;
      if (r == 2) v.z -= scale;
      if (r == 3) v.w -= scale;
    }
    g[i] = v;
  }
}
