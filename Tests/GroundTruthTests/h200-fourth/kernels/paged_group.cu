// Paged-KV decode attention: eight lanes a token with 16-byte loads, HEADS query heads of one KV head in the same block.
#include <cuda_fp16.h>
#define D 64
#define PAGE 16
#ifndef HEADS
#define HEADS 1
#endif
#ifndef WARPS
#define WARPS 4
#endif
extern "C" __global__ void __launch_bounds__(WARPS * 32) paged_group(const float* __restrict__ q, const __half* __restrict__ kc, const __half* __restrict__ vc, const int* __restrict__ table, const int* __restrict__ lens, float* __restrict__ out, int hq, int hkv, int maxpages, float scale) {
  __shared__ float part[HEADS][WARPS * 4][D];
  __shared__ float tops[HEADS][WARPS * 4], sums[HEADS][WARPS * 4];
  int b = blockIdx.y, h0 = blockIdx.x * HEADS, kvh = h0 / (hq / hkv);
  int sub = threadIdx.x & 7, group = threadIdx.x >> 3;
  int len = lens[b] + 1;
  float qv[HEADS][8], acc[HEADS][8], top[HEADS], sum[HEADS];
#pragma unroll
  for (int h = 0; h < HEADS; ++h) {
    const float4* p = reinterpret_cast<const float4*>(q + (b * hq + h0 + h) * D + sub * 8);
    float4 u = p[0], w = p[1];
    qv[h][0] = u.x * scale; qv[h][1] = u.y * scale; qv[h][2] = u.z * scale; qv[h][3] = u.w * scale;
    qv[h][4] = w.x * scale; qv[h][5] = w.y * scale; qv[h][6] = w.z * scale; qv[h][7] = w.w * scale;
    top[h] = -1e30f;
    sum[h] = 0.0f;
#pragma unroll
    for (int d = 0; d < 8; ++d) acc[h][d] = 0.0f;
  }
  int rounds = (len + WARPS * 4 - 1) / (WARPS * 4);
  for (int r = 0; r < rounds; ++r) {
    int i = r * WARPS * 4 + group;
    bool live = i < len;
    int at = live ? i : len - 1;
    int page = table[b * maxpages + at / PAGE];
    size_t base = ((size_t)(page * hkv + kvh) * PAGE + at % PAGE) * D + sub * 8;
    uint4 kr = *reinterpret_cast<const uint4*>(kc + base);
    uint4 vr = *reinterpret_cast<const uint4*>(vc + base);
    const __half2* k2 = reinterpret_cast<const __half2*>(&kr);
    const __half2* v2 = reinterpret_cast<const __half2*>(&vr);
    float k[8], v[8];
#pragma unroll
    for (int d = 0; d < 4; ++d) {
      float2 a = __half22float2(k2[d]), c = __half22float2(v2[d]);
      k[2 * d] = a.x; k[2 * d + 1] = a.y;
      v[2 * d] = c.x; v[2 * d + 1] = c.y;
    }
#pragma unroll
    for (int h = 0; h < HEADS; ++h) {
      float s = 0.0f;
#pragma unroll
      for (int d = 0; d < 8; ++d) s += qv[h][d] * k[d];
      s += __shfl_xor_sync(0xffffffffu, s, 1);
      s += __shfl_xor_sync(0xffffffffu, s, 2);
      s += __shfl_xor_sync(0xffffffffu, s, 4);
      if (live) {
        if (s > top[h]) {
          float keep = __expf(top[h] - s);
          sum[h] *= keep;
#pragma unroll
          for (int d = 0; d < 8; ++d) acc[h][d] *= keep;
          top[h] = s;
        }
        float e = __expf(s - top[h]);
        sum[h] += e;
#pragma unroll
        for (int d = 0; d < 8; ++d) acc[h][d] += e * v[d];
      }
    }
  }
#pragma unroll
  for (int h = 0; h < HEADS; ++h) {
    if (sub == 0) {
      tops[h][group] = top[h];
      sums[h][group] = sum[h];
    }
#pragma unroll
    for (int d = 0; d < 8; ++d) part[h][group][sub * 8 + d] = acc[h][d];
  }
  __syncthreads();
  for (int o = threadIdx.x; o < HEADS * D; o += WARPS * 32) {
    int h = o / D, d = o % D;
    float all = -1e30f, total = 0.0f, a = 0.0f;
    for (int g = 0; g < WARPS * 4; ++g) all = fmaxf(all, tops[h][g]);
    for (int g = 0; g < WARPS * 4; ++g) {
      float f = __expf(tops[h][g] - all);
      total += f * sums[h][g];
      a += f * part[h][g][d];
    }
    out[(b * hq + h0 + h) * D + d] = a / total;
  }
}
