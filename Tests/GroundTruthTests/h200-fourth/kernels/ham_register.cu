// Hamming distances: a thread keeps one string of b in registers and walks over ROWS strings of a in shared memory.
// CSA 1 counts through carry-save adders: seven words cost three popcounts.
#define WORDS 32
#ifndef ROWS
#define ROWS 32
#endif
#ifndef CSA
#define CSA 0
#endif
extern "C" __global__ void __launch_bounds__(128) ham_register(const unsigned int* __restrict__ a, const unsigned int* __restrict__ b, int* __restrict__ out, int m, int n) {
  __shared__ uint4 sa[ROWS][WORDS / 4];
  int j = blockIdx.x * 128 + threadIdx.x, i0 = blockIdx.y * ROWS;
  for (int k = threadIdx.x; k < ROWS * WORDS / 4; k += 128) sa[k / (WORDS / 4)][k % (WORDS / 4)] = reinterpret_cast<const uint4*>(a)[i0 * (WORDS / 4) + k];
  unsigned int v[WORDS];
#pragma unroll
  for (int w = 0; w < WORDS / 4; ++w) {
    uint4 u = reinterpret_cast<const uint4*>(b)[j * (WORDS / 4) + w];
    v[4 * w] = u.x; v[4 * w + 1] = u.y; v[4 * w + 2] = u.z; v[4 * w + 3] = u.w;
  }
  __syncthreads();
  for (int r = 0; r < ROWS; ++r) {
    unsigned int x[WORDS];
#pragma unroll
    for (int w = 0; w < WORDS / 4; ++w) {
      uint4 u = sa[r][w];
      x[4 * w] = u.x ^ v[4 * w]; x[4 * w + 1] = u.y ^ v[4 * w + 1]; x[4 * w + 2] = u.z ^ v[4 * w + 2]; x[4 * w + 3] = u.w ^ v[4 * w + 3];
    }
    int sum = 0;
#if CSA
#define ADD(h, l, p, q, s)                    \
  {                                           \
    unsigned int t_ = p ^ q;                  \
    h = (p & q) | (t_ & s);                   \
    l = t_ ^ s;                               \
  }
#pragma unroll
    for (int g = 0; g < 4; ++g) {
      unsigned int t1, t2, t3, one, two, two2, four;
      ADD(t1, one, x[8 * g], x[8 * g + 1], x[8 * g + 2]);
      ADD(t2, one, one, x[8 * g + 3], x[8 * g + 4]);
      ADD(t3, one, one, x[8 * g + 5], x[8 * g + 6]);
      ADD(four, two, t1, t2, t3);
      two2 = two;
      sum += __popc(one) + 2 * __popc(two2) + 4 * __popc(four) + __popc(x[8 * g + 7]);
    }
#else
#pragma unroll
    for (int w = 0; w < WORDS; ++w) sum += __popc(x[w]);
#endif
    out[(size_t)(i0 + r) * n + j] = sum;
  }
}
