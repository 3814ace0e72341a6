// Embedding-bag sum, one thread an output element, one bag a block.
extern "C" __global__ void bag_element(const float* table, const int* index, const int* start, const int* count, float* out, int dim) {
  int bag = blockIdx.x, s = start[bag], n = count[bag];
  float sum = 0.0f;
  for (int i = 0; i < n; ++i) sum += table[(size_t)index[s + i] * dim + threadIdx.x];
  out[(size_t)bag * dim + threadIdx.x] = sum;
}
