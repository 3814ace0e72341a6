// Sorts each block's 2 * BLOCK keys in shared memory.
#ifndef BLOCK
#define BLOCK 512
#endif
extern "C" __global__ void bitonic_shared(const unsigned int* __restrict__ in, unsigned int* __restrict__ out) {
  __shared__ unsigned int keys[2 * BLOCK];
  int t = threadIdx.x, base = blockIdx.x * 2 * BLOCK;
  keys[t] = in[base + t];
  keys[t + BLOCK] = in[base + t + BLOCK];
  for (int size = 2; size <= 2 * BLOCK; size *= 2) {
    for (int stride = size / 2; stride > 0; stride /= 2) {
      __syncthreads();
      int low = 2 * t - (t & (stride - 1)), high = low + stride;
      bool up = (low & size) == 0;
      unsigned int a = keys[low], b = keys[high];
      if ((a > b) == up) {
        keys[low] = b;
        keys[high] = a;
      }
    }
  }
  __syncthreads();
  out[base + t] = keys[t];
  out[base + t + BLOCK] = keys[t + BLOCK];
}
