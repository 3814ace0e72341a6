// Residual add, RMS norm and quantisation to bytes (offset 128) per row in bf16: three passes over global memory, one block a row.
#include <cuda_bf16.h>
extern "C" __global__ void anq_threepass(const __nv_bfloat16* x, const __nv_bfloat16* residual, const float* gamma, __nv_bfloat16* sum_out, unsigned char* q, float* scales, int cols, float eps) {
  __shared__ float red[256];
  int t = threadIdx.x;
  size_t base = (size_t)blockIdx.x * cols;
  float square = 0.0f;
  for (int i = t; i < cols; i += 256) {
    __nv_bfloat16 h = __float2bfloat16(__bfloat162float(x[base + i]) + __bfloat162float(residual[base + i]));
    sum_out[base + i] = h;
    float v = __bfloat162float(h);
    square += v * v;
  }
  red[t] = square;
  __syncthreads();
  for (int o = 128; o > 0; o >>= 1) {
    if (t < o) red[t] += red[t + o];
    __syncthreads();
  }
  float inv = 1.0f / sqrtf(red[0] / cols + eps);
  __syncthreads();
  float top = 0.0f;
  for (int i = t; i < cols; i += 256) top = fmaxf(top, fabsf(__bfloat162float(sum_out[base + i]) * inv * gamma[i]));
  red[t] = top;
  __syncthreads();
  for (int o = 128; o > 0; o >>= 1) {
    if (t < o) red[t] = fmaxf(red[t], red[t + o]);
    __syncthreads();
  }
  top = red[0];
  float scale = top / 127.0f;
  if (t == 0) scales[blockIdx.x] = scale;
  for (int i = t; i < cols; i += 256) {
    float v = __bfloat162float(sum_out[base + i]) * inv * gamma[i];
    q[base + i] = (unsigned char)(__float2int_rn(v / scale) + 128);
  }
}
