// Sorts runs of 32 values, one thread a run: insertion sort in a local array.
extern "C" __global__ void sort_insert(const float* in, float* out, int runs) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= runs) return;
  float v[32];
  for (int i = 0; i < 32; ++i) {
    float x = in[(size_t)t * 32 + i];
    int j = i;
    while (j > 0 && v[j - 1] > x) {
      v[j] = v[j - 1];
      --j;
    }
    v[j] = x;
  }
  for (int i = 0; i < 32; ++i) out[(size_t)t * 32 + i] = v[i];
}
