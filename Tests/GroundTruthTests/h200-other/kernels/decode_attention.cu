// One query against a cache of keys and values (head size 64), a block per head, online softmax per warp.
#ifndef WARPS
#define WARPS 8
#endif
extern "C" __global__ void decode_attention(const float* __restrict__ q, const float* __restrict__ keys, const float* __restrict__ values, float* __restrict__ out, int length) {
  __shared__ float tops[WARPS], sums[WARPS], parts[WARPS][64];
  int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
  const float* k = keys + (size_t)blockIdx.x * length * 64;
  const float* v = values + (size_t)blockIdx.x * length * 64;
  float q0 = q[blockIdx.x * 64 + lane] * 0.125f, q1 = q[blockIdx.x * 64 + lane + 32] * 0.125f;
  float top = -3.0e38f, sum = 0.0f, o0 = 0.0f, o1 = 0.0f;
  for (int j = warp; j < length; j += WARPS) {
    float s = q0 * k[j * 64 + lane] + q1 * k[j * 64 + lane + 32];
    for (int o = 16; o > 0; o >>= 1) s += __shfl_xor_sync(0xffffffffu, s, o);
    float next = fmaxf(top, s), keep = __expf(top - next), p = __expf(s - next);
    sum = sum * keep + p;
    o0 = o0 * keep + p * v[j * 64 + lane];
    o1 = o1 * keep + p * v[j * 64 + lane + 32];
    top = next;
  }
  if (lane == 0) {
    tops[warp] = top;
    sums[warp] = sum;
  }
  parts[warp][lane] = o0;
  parts[warp][lane + 32] = o1;
  __syncthreads();
  if (threadIdx.x < 64) {
    float all = tops[0], total = 0.0f, r = 0.0f;
    for (int w = 1; w < WARPS; ++w) all = fmaxf(all, tops[w]);
    for (int w = 0; w < WARPS; ++w) {
      float f = __expf(tops[w] - all);
      total += sums[w] * f;
      r += parts[w][threadIdx.x] * f;
    }
    out[blockIdx.x * 64 + threadIdx.x] = r / total;
  }
}
