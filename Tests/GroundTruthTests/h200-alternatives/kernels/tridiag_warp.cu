// Batched tridiagonal systems of 64 rows: a warp per system, two rows a lane, cyclic reduction through shuffles.
#define FULL 0xffffffffu
struct Row {
  float a, b, c, d;
};
__device__ __forceinline__ Row pick(const Row& low, const Row& high, int source, bool take_high) {
  Row r;
  float l, h;
  l = __shfl_sync(FULL, low.a, source), h = __shfl_sync(FULL, high.a, source), r.a = take_high ? h : l;
  l = __shfl_sync(FULL, low.b, source), h = __shfl_sync(FULL, high.b, source), r.b = take_high ? h : l;
  l = __shfl_sync(FULL, low.c, source), h = __shfl_sync(FULL, high.c, source), r.c = take_high ? h : l;
  l = __shfl_sync(FULL, low.d, source), h = __shfl_sync(FULL, high.d, source), r.d = take_high ? h : l;
  return r;
}
__device__ __forceinline__ Row reduce(const Row& me, const Row& up, const Row& down, bool has_up, bool has_down) {
  float k1 = has_up ? me.a / up.b : 0.0f, k2 = has_down ? me.c / down.b : 0.0f;
  Row r;
  r.a = -k1 * up.a;
  r.b = me.b - k1 * up.c - k2 * down.a;
  r.c = -k2 * down.c;
  r.d = me.d - k1 * up.d - k2 * down.d;
  return r;
}
extern "C" __global__ void tridiag_warp(const float* __restrict__ a, const float* __restrict__ b, const float* __restrict__ c, const float* __restrict__ d, float* __restrict__ x, int batch) {
  int lane = threadIdx.x & 31;
  int system = (blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  if (system >= batch) return;
  size_t at = (size_t)system * 64 + lane;
  Row r0 = {lane > 0 ? a[at] : 0.0f, b[at], c[at], d[at]};
  Row r1 = {a[at + 32], b[at + 32], lane < 31 ? c[at + 32] : 0.0f, d[at + 32]};
#pragma unroll
  for (int s = 1; s < 32; s *= 2) {
    int up = (lane - s) & 31, down = (lane + s) & 31;
    bool wrap_up = lane < s, wrap_down = lane + s > 31;
    Row u0 = pick(r0, r0, up, false), d1 = pick(r1, r1, down, true);
    Row u1 = pick(r0, r1, up, !wrap_up), d0 = pick(r0, r1, down, wrap_down);
    Row n0 = reduce(r0, u0, d0, !wrap_up, true);
    Row n1 = reduce(r1, u1, d1, true, !wrap_down);
    r0 = n0;
    r1 = n1;
  }
  float k = r0.c / r1.b, m = r1.a / r0.b;
  float b0 = r0.b - k * r1.a, d0 = r0.d - k * r1.d;
  float b1 = r1.b - m * r0.c, d1 = r1.d - m * r0.d;
  x[at] = d0 / b0;
  x[at + 32] = d1 / b1;
}
