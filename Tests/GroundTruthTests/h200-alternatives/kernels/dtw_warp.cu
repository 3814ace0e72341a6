// Dynamic time warping of pairs of 64-value sequences, a warp per pair, two columns a lane, the wavefront by shuffles.
#define FULL 0xffffffffu
extern "C" __global__ void dtw_warp(const float* __restrict__ left, const float* __restrict__ right, float* __restrict__ out, int pairs) {
  int pair = (blockIdx.x * blockDim.x + threadIdx.x) >> 5, lane = threadIdx.x & 31;
  if (pair >= pairs) return;
  float a0 = left[(size_t)pair * 64 + lane], a1 = left[(size_t)pair * 64 + 32 + lane];
  float2 b = reinterpret_cast<const float2*>(right + (size_t)pair * 64)[lane];
  float first = 1e30f, second = 1e30f, diagonal = lane == 0 ? 0.0f : 1e30f, v = 0.0f;
  for (int s = 0; s < 64 + 31; ++s) {
    float next = __shfl_sync(FULL, s < 32 ? a0 : a1, s & 31);
    float passed = __shfl_up_sync(FULL, v, 1);
    float before = __shfl_up_sync(FULL, second, 1);
    v = lane == 0 ? next : passed;
    if (lane == 0) before = 1e30f;
    int i = s - lane;
    if (i >= 0 && i < 64) {
      float x = fabsf(v - b.x) + fminf(fminf(before, first), diagonal);
      float y = fabsf(v - b.y) + fminf(fminf(x, second), first);
      first = x;
      second = y;
      diagonal = before;
    }
  }
  if (lane == 31) out[pair] = second;
}
