// Paged-KV decode attention, one block a (sequence, head): a warp takes a token at a time, two dimensions a lane, online softmax.
#include <cuda_fp16.h>
#define D 64
#define PAGE 16
#ifndef WARPS
#define WARPS 4
#endif
extern "C" __global__ void paged_warp(const float* __restrict__ q, const __half* __restrict__ kc, const __half* __restrict__ vc, const int* __restrict__ table, const int* __restrict__ lens, float* __restrict__ out, int hq, int hkv, int maxpages, float scale) {
  __shared__ float part[WARPS][D];
  __shared__ float tops[WARPS], sums[WARPS];
  int b = blockIdx.y, h = blockIdx.x, kvh = h / (hq / hkv), lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  int len = lens[b] + 1;
  float2 qv = reinterpret_cast<const float2*>(q + (b * hq + h) * D)[lane];
  float top = -1e30f, sum = 0.0f, ax = 0.0f, ay = 0.0f;
  for (int i = warp; i < len; i += WARPS) {
    int page = table[b * maxpages + i / PAGE];
    size_t at = ((size_t)(page * hkv + kvh) * PAGE + i % PAGE) * D;
    float2 k = __half22float2(reinterpret_cast<const __half2*>(kc + at)[lane]);
    float2 v = __half22float2(reinterpret_cast<const __half2*>(vc + at)[lane]);
    float s = qv.x * k.x + qv.y * k.y;
#pragma unroll
    for (int o = 16; o > 0; o >>= 1) s += __shfl_xor_sync(0xffffffffu, s, o);
    s *= scale;
    float next = fmaxf(top, s), keep = expf(top - next), e = expf(s - next);
    sum = sum * keep + e;
    ax = ax * keep + e * v.x;
    ay = ay * keep + e * v.y;
    top = next;
  }
  if (lane == 0) {
    tops[warp] = top;
    sums[warp] = sum;
  }
  part[warp][2 * lane] = ax;
  part[warp][2 * lane + 1] = ay;
  __syncthreads();
  if (threadIdx.x < D) {
    float all = tops[0];
    for (int w = 1; w < WARPS; ++w) all = fmaxf(all, tops[w]);
    float total = 0.0f, acc = 0.0f;
    for (int w = 0; w < WARPS; ++w) {
      float f = expf(tops[w] - all);
      total += f * sums[w];
      acc += f * part[w][threadIdx.x];
    }
    out[(b * hq + h) * D + threadIdx.x] = acc / total;
  }
}
