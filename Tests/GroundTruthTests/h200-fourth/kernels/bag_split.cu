// Embedding-bag sum, one bag a block of four warps: each warp takes every fourth row, the parts meet in shared memory.
extern "C" __global__ void bag_split(const float* __restrict__ table, const int* __restrict__ index, const int* __restrict__ start, const int* __restrict__ count, float* __restrict__ out, int dim) {
  __shared__ float4 part[4][32];
  int bag = blockIdx.x, lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  int s = start[bag], n = count[bag];
  const float4* rows = reinterpret_cast<const float4*>(table);
  float4 sum = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  for (int i = warp; i < n; i += 4) {
    float4 v = rows[(size_t)index[s + i] * (dim / 4) + lane];
    sum.x += v.x; sum.y += v.y; sum.z += v.z; sum.w += v.w;
  }
  part[warp][lane] = sum;
  __syncthreads();
  const float* p = reinterpret_cast<const float*>(part);
  out[(size_t)bag * dim + threadIdx.x] = p[threadIdx.x] + p[threadIdx.x + 128] + p[threadIdx.x + 256] + p[threadIdx.x + 384];
}
