// Gram matrix of a tall 16-column matrix: one thread an element (i, j), all reads from global memory, one atomic a thread.
extern "C" __global__ void gram_direct(const float* a, float* c, int rows, int per_block) {
  int i = threadIdx.y, j = threadIdx.x;
  int first = blockIdx.x * per_block, last = min(first + per_block, rows);
  float sum = 0.0f;
  for (int r = first; r < last; ++r) sum += a[(size_t)r * 16 + i] * a[(size_t)r * 16 + j];
  atomicAdd(&c[i * 16 + j], sum);
}
