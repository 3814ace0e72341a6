// Murmur3 (32 bit) of each row of words, a thread per row, one or four words a read.
#ifndef VEC
#define VEC 1
#endif
__device__ __forceinline__ unsigned int mix(unsigned int h, unsigned int k) {
  k *= 0xcc9e2d51u;
  k = (k << 15) | (k >> 17);
  h ^= k * 0x1b873593u;
  h = (h << 13) | (h >> 19);
  return h * 5u + 0xe6546b64u;
}
extern "C" __global__ void hash_thread(const unsigned int* in, unsigned int* out, int rows, int words, unsigned int seed) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= rows) return;
  unsigned int h = seed;
#if VEC == 1
  for (int i = 0; i < words; ++i) h = mix(h, in[(size_t)row * words + i]);
#else
  const uint4* src = reinterpret_cast<const uint4*>(in + (size_t)row * words);
  for (int i = 0; i < words / 4; ++i) {
    uint4 v = src[i];
    h = mix(mix(mix(mix(h, v.x), v.y), v.z), v.w);
  }
#endif
  h ^= words * 4u;
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  out[row] = h ^ (h >> 16);
}
