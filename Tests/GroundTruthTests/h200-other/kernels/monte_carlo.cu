// Points of a circle by xorshift: integer work alone, one atomic a warp.
extern "C" __global__ void monte_carlo(unsigned int* __restrict__ out, int rounds) {
  unsigned int s = (blockIdx.x * blockDim.x + threadIdx.x) * 2654435761u + 12345u;
  int hits = 0;
  for (int i = 0; i < rounds; ++i) {
    s ^= s << 13;
    s ^= s >> 17;
    s ^= s << 5;
    float x = (s & 0xffffu) * (1.0f / 65536.0f), y = (s >> 16) * (1.0f / 65536.0f);
    hits += x * x + y * y < 1.0f;
  }
  for (int o = 16; o > 0; o /= 2) hits += __shfl_down_sync(0xffffffffu, hits, o);
  if (threadIdx.x % 32 == 0) atomicAdd(out, (unsigned int)hits);
}
