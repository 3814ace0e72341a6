// Solutions of the N queens problem below each placement of the first three rows: bit masks, the stack in local (SHARED 0) or shared memory (SHARED 1).
#define N 10
#define FULL ((1u << N) - 1u)
#ifndef SHARED
#define SHARED 0
#endif
#ifndef THREADS
#define THREADS 64
#endif
extern "C" __global__ void __launch_bounds__(THREADS) queens_bits(int* out, int prefixes) {
#if SHARED
  __shared__ unsigned int stack[(N - 3) * 4][THREADS];
#define AT(level, k) stack[(level) * 4 + (k)][threadIdx.x]
#else
  unsigned int stack[N - 3][4];
#define AT(level, k) stack[level][k]
#endif
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= prefixes) return;
  unsigned int cols = 0, left = 0, right = 0;
  int c[3] = {t / (N * N), t / N % N, t % N};
  bool ok = true;
  for (int i = 0; i < 3; ++i) {
    unsigned int bit = 1u << c[i];
    if ((cols | left | right) & bit) ok = false;
    cols |= bit;
    left = (left | bit) << 1;
    right = (right | bit) >> 1;
  }
  int found = 0;
  if (ok) {
    int level = 0;
    unsigned int open = FULL & ~(cols | left | right);
    while (true) {
      if (open == 0) {
        if (level == 0) break;
        --level;
        cols = AT(level, 0);
        left = AT(level, 1);
        right = AT(level, 2);
        open = AT(level, 3);
        continue;
      }
      unsigned int bit = open & (0u - open);
      open ^= bit;
      if ((cols | bit) == FULL) {
        ++found;
        continue;
      }
      AT(level, 0) = cols;
      AT(level, 1) = left;
      AT(level, 2) = right;
      AT(level, 3) = open;
      ++level;
      cols |= bit;
      left = (left | bit) << 1;
      right = (right | bit) >> 1;
      open = FULL & ~(cols | left | right);
    }
  }
  out[t] = found;
}
