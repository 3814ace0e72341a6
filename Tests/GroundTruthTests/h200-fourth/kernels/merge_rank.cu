// Merge of two sorted arrays, one thread an element: its rank in the other array by binary search gives its place.
extern "C" __global__ void merge_rank(const int* a, const int* b, int* out, int na, int nb) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= na + nb) return;
  bool first = i < na;
  int at = first ? i : i - na;
  int key = first ? a[at] : b[at];
  const int* other = first ? b : a;
  int lo = 0, hi = first ? nb : na;
  while (lo < hi) {
    int mid = (lo + hi) >> 1;
    int v = other[mid];
    bool right = first ? v < key : v <= key;
    if (right) lo = mid + 1;
    else hi = mid;
  }
  out[at + lo] = key;
}
