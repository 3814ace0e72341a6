// Hamming distances between all pairs of WORDS-word bit strings, one thread a pair.
#define WORDS 32
extern "C" __global__ void ham_naive(const unsigned int* a, const unsigned int* b, int* out, int m, int n) {
  int j = blockIdx.x * blockDim.x + threadIdx.x, i = blockIdx.y * blockDim.y + threadIdx.y;
  if (i >= m || j >= n) return;
  int sum = 0;
  for (int w = 0; w < WORDS; ++w) sum += __popc(a[i * WORDS + w] ^ b[j * WORDS + w]);
  out[(size_t)i * n + j] = sum;
}
