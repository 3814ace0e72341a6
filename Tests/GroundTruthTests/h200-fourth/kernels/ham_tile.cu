// Hamming distances: 32 x 32 pairs a block of 256 threads, both groups of strings in padded shared memory, four pairs a thread.
#define WORDS 32
extern "C" __global__ void __launch_bounds__(256) ham_tile(const unsigned int* __restrict__ a, const unsigned int* __restrict__ b, int* __restrict__ out, int m, int n) {
  __shared__ unsigned int sa[32][WORDS + 1], sb[32][WORDS + 1];
  int tx = threadIdx.x & 31, ty = threadIdx.x >> 5, i0 = blockIdx.y * 32, j0 = blockIdx.x * 32;
  for (int r = ty; r < 32; r += 8) {
    sa[r][tx] = a[(i0 + r) * WORDS + tx];
    sb[r][tx] = b[(j0 + r) * WORDS + tx];
  }
  __syncthreads();
  int sum[4] = {0, 0, 0, 0};
#pragma unroll
  for (int w = 0; w < WORDS; ++w) {
    unsigned int v = sb[tx][w];
#pragma unroll
    for (int r = 0; r < 4; ++r) sum[r] += __popc(v ^ sa[ty + 8 * r][w]);
  }
#pragma unroll
  for (int r = 0; r < 4; ++r) out[(size_t)(i0 + ty + 8 * r) * n + j0 + tx] = sum[r];
}
