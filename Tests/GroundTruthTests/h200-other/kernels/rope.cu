// Rotary embedding of [tokens, heads, 2 * HALF]: one thread per pair of a head.
#ifndef HALF
#define HALF 64
#endif
#ifndef PAIRED
#define PAIRED 0
#endif
extern "C" __global__ void rope(const float* __restrict__ x, const float* __restrict__ table, float* __restrict__ out, int tokens, int heads) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= tokens * heads * HALF) return;
  int pair = i % HALF, head = (i / HALF) % heads, token = i / (HALF * heads);
  float c = table[(token * HALF + pair) * 2], s = table[(token * HALF + pair) * 2 + 1];
  size_t base = ((size_t)token * heads + head) * 2 * HALF;
#if PAIRED
  size_t first = base + 2 * pair, second = first + 1;
#else
  size_t first = base + pair, second = first + HALF;
#endif
  float a = x[first], b = x[second];
  out[first] = a * c - b * s;
  out[second] = a * s + b * c;
}
