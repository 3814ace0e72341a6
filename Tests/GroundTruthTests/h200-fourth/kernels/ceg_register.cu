// Gradient of the cross entropy: the row stays in registers, PER float4 a thread, read once and written once.
#ifndef THREADS
#define THREADS 512
#endif
#ifndef PER
#define PER 4
#endif
__device__ __forceinline__ float block_reduce(float v, bool is_max, float* buffer) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    float u = __shfl_xor_sync(0xffffffffu, v, o);
    v = is_max ? fmaxf(v, u) : v + u;
  }
  if ((threadIdx.x & 31) == 0) buffer[threadIdx.x >> 5] = v;
  __syncthreads();
  v = buffer[0];
  for (int w = 1; w < THREADS / 32; ++w) v = is_max ? fmaxf(v, buffer[w]) : v + buffer[w];
  return v;
}
extern "C" __global__ void __launch_bounds__(THREADS) ceg_register(const float* __restrict__ logits, const int* __restrict__ label, float* __restrict__ grad, int cols, float scale) {
  __shared__ float first[32], second[32];
  const float4* x = reinterpret_cast<const float4*>(logits + (size_t)blockIdx.x * cols);
  float4* g = reinterpret_cast<float4*>(grad + (size_t)blockIdx.x * cols);
  float4 v[PER];
  float top = -1e30f;
#pragma unroll
  for (int r = 0; r < PER; ++r) {
    v[r] = x[threadIdx.x + r * THREADS];
    top = fmaxf(top, fmaxf(fmaxf(v[r].x, v[r].y), fmaxf(v[r].z, v[r].w)));
  }
  top = block_reduce(top, true, first);
  float sum = 0.0f;
#pragma unroll
  for (int r = 0; r < PER; ++r) {
    v[r].x = __expf(v[r].x - top);
    v[r].y = __expf(v[r].y - top);
    v[r].z = __expf(v[r].z - top);
    v[r].w = __expf(v[r].w - top);
    sum += v[r].x + v[r].y + v[r].z + v[r].w;
  }
  sum = block_reduce(sum, false, second);
  float inv = scale / sum;
  int target = label[blockIdx.x];
#pragma unroll
  for (int r = 0; r < PER; ++r) {
    int i = (threadIdx.x + r * THREADS) * 4;
    float4 o;
    o.x = v[r].x * inv - (i == target ? scale : 0.0f);
    o.y = v[r].y * inv - (i + 1 == target ? scale : 0.0f);
    o.z = v[r].z * inv - (i + 2 == target ? scale : 0.0f);
    o.w = v[r].w * inv - (i + 3 == target ? scale : 0.0f);
    g[threadIdx.x + r * THREADS] = o;
  }
}
