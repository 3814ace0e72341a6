// Inclusive scan of each row by one warp, 32 values at a time with a carry.
extern "C" __global__ void warp_scan(const float* __restrict__ in, float* __restrict__ out, int rows, int cols) {
  int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32, lane = threadIdx.x % 32;
  if (row >= rows) return;
  float carry = 0.0f;
  for (int c = lane; c < cols; c += 32) {
    float v = in[(size_t)row * cols + c];
    for (int o = 1; o < 32; o *= 2) {
      float left = __shfl_up_sync(0xffffffffu, v, o);
      if (lane >= o) v += left;
    }
    v += carry;
    out[(size_t)row * cols + c] = v;
    carry = __shfl_sync(0xffffffffu, v, 31);
  }
}
