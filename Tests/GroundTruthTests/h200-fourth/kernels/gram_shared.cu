// Gram matrix of a tall 16-column matrix: 64 rows at a time in shared memory, one thread an element, one atomic a thread.
extern "C" __global__ void __launch_bounds__(256) gram_shared(const float* __restrict__ a, float* __restrict__ c, int rows, int per_block) {
  __shared__ float s[64][16];
  int i = threadIdx.y, j = threadIdx.x, t = i * 16 + j;
  int first = blockIdx.x * per_block, last = min(first + per_block, rows);
  float sum = 0.0f;
  for (int r0 = first; r0 < last; r0 += 64) {
    reinterpret_cast<float4*>(&s[0][0])[t] = reinterpret_cast<const float4*>(a + (size_t)r0 * 16)[t];
    __syncthreads();
#pragma unroll
    for (int r = 0; r < 64; ++r) sum += s[r][i] * s[r][j];
    __syncthreads();
  }
  atomicAdd(&c[t], sum);
}
