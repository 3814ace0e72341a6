// Per-row symmetric int8 quantisation with the row held in registers: PER float4 a thread, a block per row.
#ifndef PER
#define PER 4
#endif
__device__ __forceinline__ int quantise(float v, float inverse) { return min(max(__float2int_rn(v * inverse), -127), 127) & 255; }
extern "C" __global__ void rowquant_register(const float4* __restrict__ x, unsigned int* __restrict__ q, float* __restrict__ scale, int rows, int cols) {
  __shared__ float peak[32];
  int threads = blockDim.x, lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  size_t base = (size_t)blockIdx.x * (cols >> 2);
  float4 v[PER];
  float m = 0.0f;
#pragma unroll
  for (int i = 0; i < PER; ++i) {
    v[i] = x[base + threadIdx.x + i * threads];
    m = fmaxf(m, fmaxf(fmaxf(fabsf(v[i].x), fabsf(v[i].y)), fmaxf(fabsf(v[i].z), fabsf(v[i].w))));
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(0xffffffffu, m, o));
  if (lane == 0) peak[warp] = m;
  __syncthreads();
  m = lane < (threads >> 5) ? peak[lane] : 0.0f;
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(0xffffffffu, m, o));
  float step = m / 127.0f, inverse = step > 0.0f ? 1.0f / step : 0.0f;
  if (threadIdx.x == 0) scale[blockIdx.x] = step;
#pragma unroll
  for (int i = 0; i < PER; ++i)
    q[base + threadIdx.x + i * threads] = quantise(v[i].x, inverse) | quantise(v[i].y, inverse) << 8 | quantise(v[i].z, inverse) << 16 | quantise(v[i].w, inverse) << 24;
}
