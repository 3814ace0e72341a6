// Solutions of the N queens problem below each placement of the first three rows: one block a placement, its threads take the next two rows and add with a shared atomic.
#define N 10
#define FULL ((1u << N) - 1u)
extern "C" __global__ void __launch_bounds__(128) queens_deep(int* out, int prefixes) {
  __shared__ int total;
  if (threadIdx.x == 0) total = 0;
  __syncthreads();
  int p = blockIdx.x, t = threadIdx.x;
  if (t < N * N) {
    int c[5] = {p / (N * N), p / N % N, p % N, t / N, t % N};
    unsigned int cols = 0, left = 0, right = 0;
    bool ok = true;
#pragma unroll
    for (int i = 0; i < 5; ++i) {
      unsigned int bit = 1u << c[i];
      if ((cols | left | right) & bit) ok = false;
      cols |= bit;
      left = (left | bit) << 1;
      right = (right | bit) >> 1;
    }
    if (ok) {
      unsigned int sc[N - 5], sl[N - 5], sr[N - 5], so[N - 5];
      int found = 0, level = 0;
      unsigned int open = FULL & ~(cols | left | right);
      while (true) {
        if (open == 0) {
          if (level == 0) break;
          --level;
          cols = sc[level];
          left = sl[level];
          right = sr[level];
          open = so[level];
          continue;
        }
        unsigned int bit = open & (0u - open);
        open ^= bit;
        if ((cols | bit) == FULL) {
          ++found;
          continue;
        }
        sc[level] = cols;
        sl[level] = left;
        sr[level] = right;
        so[level] = open;
        ++level;
        cols |= bit;
        left = (left | bit) << 1;
        right = (right | bit) >> 1;
        open = FULL & ~(cols | left | right);
      }
      if (found) atomicAdd(&total, found);
    }
  }
  __syncthreads();
  if (t == 0) out[p] = total;
}
