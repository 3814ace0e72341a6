// SwiGLU over half precision, eight values a thread.
#include <cuda_fp16.h>
extern "C" __global__ void swiglu_half(const uint4* __restrict__ gate, const uint4* __restrict__ up, uint4* __restrict__ out, int n8) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n8) return;
  uint4 g = gate[i], u = up[i], r;
  const half2* gs = reinterpret_cast<const half2*>(&g);
  const half2* us = reinterpret_cast<const half2*>(&u);
  half2* rs = reinterpret_cast<half2*>(&r);
#pragma unroll
  for (int k = 0; k < 4; ++k) {
    float2 a = __half22float2(gs[k]), b = __half22float2(us[k]);
    a.x = a.x / (1.0f + __expf(-a.x)) * b.x;
    a.y = a.y / (1.0f + __expf(-a.y)) * b.y;
    rs[k] = __float22half2_rn(a);
  }
  out[i] = r;
}
