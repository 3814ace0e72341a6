// Residual add, RMS norm and quantisation of a row of 2048 in bf16: pairs of values, the row kept as fp32 in shared memory.
#include <cuda_bf16.h>
extern "C" __global__ void __launch_bounds__(128) anq_shared(const __nv_bfloat16* __restrict__ x, const __nv_bfloat16* __restrict__ residual, const float* __restrict__ gamma, __nv_bfloat16* __restrict__ sum_out, unsigned char* __restrict__ q, float* __restrict__ scales, int cols, float eps) {
  __shared__ float row[2048];
  __shared__ float red[4];
  __shared__ float red2[4];
  int t = threadIdx.x;
  size_t base = (size_t)blockIdx.x * cols / 2;
  const __nv_bfloat162* xp = reinterpret_cast<const __nv_bfloat162*>(x) + base;
  const __nv_bfloat162* rp = reinterpret_cast<const __nv_bfloat162*>(residual) + base;
  __nv_bfloat162* sp = reinterpret_cast<__nv_bfloat162*>(sum_out) + base;
  float square = 0.0f;
  for (int i = t; i < cols / 2; i += 128) {
    float2 u = __bfloat1622float2(xp[i]), w = __bfloat1622float2(rp[i]);
    __nv_bfloat162 h = __floats2bfloat162_rn(u.x + w.x, u.y + w.y);
    sp[i] = h;
    float2 f = __bfloat1622float2(h);
    reinterpret_cast<float2*>(row)[i] = f;
    square += f.x * f.x + f.y * f.y;
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) square += __shfl_xor_sync(0xffffffffu, square, o);
  if ((t & 31) == 0) red[t >> 5] = square;
  __syncthreads();
  float inv = rsqrtf((red[0] + red[1] + red[2] + red[3]) / cols + eps);
  float top = 0.0f;
  for (int i = t; i < cols; i += 128) {
    float v = row[i] * inv * gamma[i];
    row[i] = v;
    top = fmaxf(top, fabsf(v));
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, o));
  if ((t & 31) == 0) red2[t >> 5] = top;
  __syncthreads();
  top = fmaxf(fmaxf(red2[0], red2[1]), fmaxf(red2[2], red2[3]));
  if (t == 0) scales[blockIdx.x] = top / 127.0f;
  float back = 127.0f / top;
  for (int i = t; i < cols / 4; i += 128) {
    float4 v = reinterpret_cast<float4*>(row)[i];
    unsigned int w = (unsigned int)(__float2int_rn(v.x * back) + 128) | (unsigned int)(__float2int_rn(v.y * back) + 128) << 8 | (unsigned int)(__float2int_rn(v.z * back) + 128) << 16 | (unsigned int)(__float2int_rn(v.w * back) + 128) << 24;
    reinterpret_cast<unsigned int*>(q + (size_t)blockIdx.x * cols)[i] = w;
  }
}
