// Mixture of experts: each token's output is the weighted sum of two rows of bf16 expert outputs; VEC values a thread.
#include <cuda_bf16.h>
#ifndef VEC
#define VEC 2
#endif
extern "C" __global__ void moe_combine(const __nv_bfloat16* expert, const int* slot, const float* weight, float* out, int hidden) {
  int token = blockIdx.x;
  const __nv_bfloat16* r0 = expert + (size_t)slot[2 * token] * hidden;
  const __nv_bfloat16* r1 = expert + (size_t)slot[2 * token + 1] * hidden;
  float w0 = weight[2 * token], w1 = weight[2 * token + 1];
  for (int i = threadIdx.x * VEC; i < hidden; i += blockDim.x * VEC) {
#if VEC == 1
    out[(size_t)token * hidden + i] = w0 * __bfloat162float(r0[i]) + w1 * __bfloat162float(r1[i]);
#elif VEC == 2
    float2 a = __bfloat1622float2(*reinterpret_cast<const __nv_bfloat162*>(r0 + i)), b = __bfloat1622float2(*reinterpret_cast<const __nv_bfloat162*>(r1 + i));
    *reinterpret_cast<float2*>(out + (size_t)token * hidden + i) = make_float2(w0 * a.x + w1 * b.x, w0 * a.y + w1 * b.y);
#else
    uint4 p = *reinterpret_cast<const uint4*>(r0 + i), q = *reinterpret_cast<const uint4*>(r1 + i);
    const __nv_bfloat162* ps = reinterpret_cast<const __nv_bfloat162*>(&p);
    const __nv_bfloat162* qs = reinterpret_cast<const __nv_bfloat162*>(&q);
    float4* dst = reinterpret_cast<float4*>(out + (size_t)token * hidden + i);
#pragma unroll
    for (int j = 0; j < 2; ++j) {
      float2 a = __bfloat1622float2(ps[2 * j]), b = __bfloat1622float2(qs[2 * j]), c = __bfloat1622float2(ps[2 * j + 1]), d = __bfloat1622float2(qs[2 * j + 1]);
      dst[j] = make_float4(w0 * a.x + w1 * b.x, w0 * a.y + w1 * b.y, w0 * c.x + w1 * d.x, w0 * c.y + w1 * d.y);
    }
#endif
  }
}
