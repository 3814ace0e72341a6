// Murmur3 (32 bit) of each row of words: a warp stages 32 rows by 32 words through shared memory, then a row a lane.
#ifndef WARPS
#define WARPS 4
#endif
__device__ __forceinline__ unsigned int mix(unsigned int h, unsigned int k) {
  k *= 0xcc9e2d51u;
  k = __funnelshift_l(k, k, 15);
  h ^= k * 0x1b873593u;
  h = __funnelshift_l(h, h, 13);
  return h * 5u + 0xe6546b64u;
}
extern "C" __global__ void hash_staged(const unsigned int* __restrict__ in, unsigned int* __restrict__ out, int rows, int words, unsigned int seed) {
  __shared__ unsigned int tile[WARPS][32][33];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  int first = (blockIdx.x * WARPS + warp) * 32;
  if (first >= rows) return;
  unsigned int h = seed;
  for (int w = 0; w < words; w += 32) {
#pragma unroll 8
    for (int r = 0; r < 32; ++r) tile[warp][r][lane] = first + r < rows ? in[(size_t)(first + r) * words + w + lane] : 0u;
    __syncwarp();
#pragma unroll 8
    for (int i = 0; i < 32; ++i) h = mix(h, tile[warp][lane][i]);
    __syncwarp();
  }
  h ^= words * 4u;
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  if (first + lane < rows) out[first + lane] = h ^ (h >> 16);
}
