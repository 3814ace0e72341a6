// Residual add, RMS norm and quantisation of a row of 2048 in bf16: values stay in registers, 2048 / THREADS each, 16-byte accesses.
#include <cuda_bf16.h>
#ifndef THREADS
#define THREADS 256
#endif
#define GROUPS (2048 / THREADS / 8)
__device__ __forceinline__ float block_reduce(float v, bool is_max, float* buffer) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    float u = __shfl_xor_sync(0xffffffffu, v, o);
    v = is_max ? fmaxf(v, u) : v + u;
  }
#if THREADS > 32
  if ((threadIdx.x & 31) == 0) buffer[threadIdx.x >> 5] = v;
  __syncthreads();
  v = buffer[0];
#pragma unroll
  for (int w = 1; w < THREADS / 32; ++w) v = is_max ? fmaxf(v, buffer[w]) : v + buffer[w];
#endif
  return v;
}
extern "C" __global__ void __launch_bounds__(THREADS) anq_register(const __nv_bfloat16* __restrict__ x, const __nv_bfloat16* __restrict__ residual, const float* __restrict__ gamma, __nv_bfloat16* __restrict__ sum_out, unsigned char* __restrict__ q, float* __restrict__ scales, int cols, float eps) {
  __shared__ float first[32], second[32];
  int t = threadIdx.x;
  const uint4* xv = reinterpret_cast<const uint4*>(x) + (size_t)blockIdx.x * 256;
  const uint4* rv = reinterpret_cast<const uint4*>(residual) + (size_t)blockIdx.x * 256;
  uint4* sv = reinterpret_cast<uint4*>(sum_out) + (size_t)blockIdx.x * 256;
  float v[GROUPS][8];
  float square = 0.0f;
#pragma unroll
  for (int g = 0; g < GROUPS; ++g) {
    uint4 a = xv[t + g * THREADS], b = rv[t + g * THREADS], c;
    unsigned int aw[4] = {a.x, a.y, a.z, a.w}, bw[4] = {b.x, b.y, b.z, b.w}, cw[4];
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      float2 u = __bfloat1622float2(*reinterpret_cast<__nv_bfloat162*>(&aw[k])), w = __bfloat1622float2(*reinterpret_cast<__nv_bfloat162*>(&bw[k]));
      __nv_bfloat162 h = __floats2bfloat162_rn(u.x + w.x, u.y + w.y);
      cw[k] = *reinterpret_cast<unsigned int*>(&h);
      float2 f = __bfloat1622float2(h);
      v[g][2 * k] = f.x;
      v[g][2 * k + 1] = f.y;
      square += f.x * f.x + f.y * f.y;
    }
    c.x = cw[0]; c.y = cw[1]; c.z = cw[2]; c.w = cw[3];
    sv[t + g * THREADS] = c;
  }
  float inv = rsqrtf(block_reduce(square, false, first) / cols + eps);
  float top = 0.0f;
#pragma unroll
  for (int g = 0; g < GROUPS; ++g) {
    const float4* gp = reinterpret_cast<const float4*>(gamma) + (t + g * THREADS) * 2;
    float4 g0 = gp[0], g1 = gp[1];
    float gg[8] = {g0.x, g0.y, g0.z, g0.w, g1.x, g1.y, g1.z, g1.w};
#pragma unroll
    for (int k = 0; k < 8; ++k) {
      v[g][k] *= inv * gg[k];
      top = fmaxf(top, fabsf(v[g][k]));
    }
  }
  top = block_reduce(top, true, second);
  if (t == 0) scales[blockIdx.x] = top / 127.0f;
  float back = 127.0f / top;
#pragma unroll
  for (int g = 0; g < GROUPS; ++g) {
    unsigned int lo = 0, hi = 0;
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      lo |= (unsigned int)(__float2int_rn(v[g][k] * back) + 128) << (8 * k);
      hi |= (unsigned int)(__float2int_rn(v[g][k + 4] * back) + 128) << (8 * k);
    }
    reinterpret_cast<uint2*>(q)[(size_t)blockIdx.x * 256 + t + g * THREADS] = make_uint2(lo, hi);
  }
}
