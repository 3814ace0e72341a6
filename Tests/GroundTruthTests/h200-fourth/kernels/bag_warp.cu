// Embedding-bag sum, one warp a bag and a float4 a lane; indices are read by lanes and shuffled, UNROLL rows in flight.
#ifndef UNROLL
#define UNROLL 1
#endif
extern "C" __global__ void bag_warp(const float* __restrict__ table, const int* __restrict__ index, const int* __restrict__ start, const int* __restrict__ count, float* __restrict__ out, int dim) {
  int bag = (blockIdx.x * blockDim.x + threadIdx.x) >> 5, lane = threadIdx.x & 31;
  int s = start[bag], n = count[bag];
  const float4* rows = reinterpret_cast<const float4*>(table);
  float4 sum = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  int mine = lane < n ? index[s + lane] : 0;
  int i = 0;
  for (; i + UNROLL <= n; i += UNROLL) {
    float4 v[UNROLL];
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) v[u] = rows[(size_t)__shfl_sync(0xffffffffu, mine, i + u) * (dim / 4) + lane];
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) {
      sum.x += v[u].x; sum.y += v[u].y; sum.z += v[u].z; sum.w += v[u].w;
    }
  }
  for (; i < n; ++i) {
    float4 v = rows[(size_t)__shfl_sync(0xffffffffu, mine, i) * (dim / 4) + lane];
    sum.x += v.x; sum.y += v.y; sum.z += v.z; sum.w += v.w;
  }
  reinterpret_cast<float4*>(out)[(size_t)bag * (dim / 4) + lane] = sum;
}
