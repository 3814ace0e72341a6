// Sorts runs of 32 values, one warp a run: each lane counts the values before its own through 31 shuffles and writes to that place.
extern "C" __global__ void sort_rank(const float* __restrict__ in, float* __restrict__ out, int runs) {
  int t = blockIdx.x * blockDim.x + threadIdx.x, lane = threadIdx.x & 31;
  if (t >> 5 >= runs) return;
  float v = in[t];
  int rank = 0;
#pragma unroll
  for (int i = 0; i < 32; ++i) {
    float o = __shfl_sync(0xffffffffu, v, i);
    rank += (o < v || (o == v && i < lane)) ? 1 : 0;
  }
  out[(t & ~31) + rank] = v;
}
