// Sums of ragged segments, 32 segments a block: elements are numbered across the segments, found by binary search, added with shared atomics.
extern "C" __global__ void seg_balanced(const float* __restrict__ values, const int* __restrict__ start, const int* __restrict__ raw, float* __restrict__ out, int segments) {
  __shared__ int ends[32], from[32];
  __shared__ float sums[32];
  int t = threadIdx.x, s0 = blockIdx.x * 32;
  if (t < 32) {
    int n = 1 + ((raw[s0 + t] * raw[s0 + t]) >> 12);
    int e = n;
#pragma unroll
    for (int o = 1; o < 32; o <<= 1) {
      int u = __shfl_up_sync(0xffffffffu, e, o);
      if (t >= o) e += u;
    }
    ends[t] = e;
    from[t] = start[s0 + t] - (e - n);
    sums[t] = 0.0f;
  }
  __syncthreads();
  int total = ends[31];
  for (int i = t; i < total; i += blockDim.x) {
    int lo = 0;
#pragma unroll
    for (int step = 16; step > 0; step >>= 1)
      if (ends[lo + step - 1] <= i) lo += step;
    atomicAdd(&sums[lo], values[from[lo] + i]);
  }
  __syncthreads();
  if (t < 32) out[s0 + t] = sums[t];
}
