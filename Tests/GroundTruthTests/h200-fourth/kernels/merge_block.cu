// Merge of two sorted arrays: a block finds its two ranges by merge path, stages them in shared memory, each thread merges PER there.
#ifndef PER
#define PER 7
#endif
#define THREADS 256
#define TILE (PER * THREADS)
__device__ __forceinline__ int split(const int* a, const int* b, int na, int nb, int d) {
  int lo = max(0, d - nb), hi = min(d, na);
  while (lo < hi) {
    int mid = (lo + hi) >> 1;
    if (a[mid] <= b[d - 1 - mid]) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
extern "C" __global__ void __launch_bounds__(THREADS) merge_block(const int* __restrict__ a, const int* __restrict__ b, int* __restrict__ out, int na, int nb) {
  __shared__ int tile[TILE];
  __shared__ int ends[2];
  int d0 = blockIdx.x * TILE, d1 = min(d0 + TILE, na + nb);
  if (threadIdx.x < 2) ends[threadIdx.x] = split(a, b, na, nb, threadIdx.x ? d1 : d0);
  __syncthreads();
  int a0 = ends[0], a1 = ends[1], b0 = d0 - a0, b1 = d1 - a1;
  int ca = a1 - a0, cb = b1 - b0;
  for (int i = threadIdx.x; i < ca + cb; i += THREADS) tile[i] = i < ca ? a[a0 + i] : b[b0 + i - ca];
  __syncthreads();
  const int* sa = tile;
  const int* sb = tile + ca;
  int d = min((int)threadIdx.x * PER, ca + cb);
  int i = split(sa, sb, ca, cb, d), j = d - i;
  int v[PER];
#pragma unroll
  for (int k = 0; k < PER; ++k) {
    bool take = j >= cb || (i < ca && sa[i] <= sb[j]);
    int at = take ? i : ca + j;
    v[k] = at < TILE ? tile[at] : 0;
    if (take) ++i;
    else ++j;
  }
  __syncthreads();
#pragma unroll
  for (int k = 0; k < PER; ++k)
    if (d + k < ca + cb) tile[d + k] = v[k];
  __syncthreads();
  for (int k = threadIdx.x; k < ca + cb; k += THREADS) out[d0 + k] = tile[k];
}
