// Greatest eight values of each row: a thread keeps its own by insertion, then a warp merges by rounds.
extern "C" __global__ void topk_rows(const float* __restrict__ in, float* __restrict__ out, int rows, int cols) {
  int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32, lane = threadIdx.x % 32;
  if (row >= rows) return;
  float best[8];
#pragma unroll
  for (int k = 0; k < 8; ++k) best[k] = -3.0e38f;
  for (int c = lane; c < cols; c += 32) {
    float v = in[(size_t)row * cols + c];
    if (v > best[7]) {
      best[7] = v;
#pragma unroll
      for (int k = 7; k > 0; --k)
        if (best[k] > best[k - 1]) {
          float t = best[k];
          best[k] = best[k - 1];
          best[k - 1] = t;
        }
    }
  }
  for (int k = 0; k < 8; ++k) {
    float top = best[0];
    for (int o = 16; o > 0; o >>= 1) top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, o));
    unsigned int who = __ballot_sync(0xffffffffu, best[0] == top);
    if (lane == __ffs(who) - 1) {
#pragma unroll
      for (int j = 0; j < 7; ++j) best[j] = best[j + 1];
      best[7] = -3.0e38f;
      out[row * 8 + k] = top;
    }
  }
}
