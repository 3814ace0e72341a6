// Place of each query in a sorted table (of multiples of three).
extern "C" __global__ void binary_search(const int* __restrict__ table, const int* __restrict__ query, int* __restrict__ out, int n, int queries) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= queries) return;
  int wanted = query[i], low = 0, high = n;
  while (low < high) {
    int middle = (low + high) / 2;
    if (table[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  out[i] = low;
}
