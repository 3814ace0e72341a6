// Merge of two sorted arrays by merge path, PER outputs a thread, everything in global memory.
#ifndef PER
#define PER 8
#endif
extern "C" __global__ void merge_path(const int* __restrict__ a, const int* __restrict__ b, int* __restrict__ out, int na, int nb) {
  int d = (blockIdx.x * blockDim.x + threadIdx.x) * PER;
  if (d >= na + nb) return;
  int lo = max(0, d - nb), hi = min(d, na);
  while (lo < hi) {
    int mid = (lo + hi) >> 1;
    if (a[mid] <= b[d - 1 - mid]) lo = mid + 1;
    else hi = mid;
  }
  int i = lo, j = d - lo;
  int end = min(d + PER, na + nb);
  for (; d < end; ++d) {
    bool take = j >= nb || (i < na && a[i] <= b[j]);
    out[d] = take ? a[i++] : b[j++];
  }
}
