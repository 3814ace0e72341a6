// Sorts runs of 32 values, one warp a run and one value a lane: bitonic network of fifteen shuffles.
extern "C" __global__ void sort_bitonic(const float* __restrict__ in, float* __restrict__ out, int runs) {
  int t = blockIdx.x * blockDim.x + threadIdx.x, lane = threadIdx.x & 31;
  if (t >> 5 >= runs) return;
  float v = in[t];
#pragma unroll
  for (int size = 2; size <= 32; size <<= 1)
#pragma unroll
    for (int stride = size >> 1; stride > 0; stride >>= 1) {
      float o = __shfl_xor_sync(0xffffffffu, v, stride);
      bool up = (lane & size) == 0 || size == 32, low = (lane & stride) == 0;
      v = up == low ? fminf(v, o) : fmaxf(v, o);
    }
  out[t] = v;
}
