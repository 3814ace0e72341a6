// Block-local radix pass on four bits: 16 counters a thread in shared memory, one scan over all of them, one scatter.
#define BLOCK 256
#define PER 4
extern "C" __global__ void radix_counters(const uint4* __restrict__ in, uint4* __restrict__ out, int shift) {
  __shared__ __align__(16) unsigned int sorted[BLOCK * PER];
  __shared__ unsigned int counter[16 * BLOCK];
  __shared__ unsigned int warp_sum[BLOCK / 32];
  int t = threadIdx.x, lane = t & 31, warp = t >> 5;
  uint4 v = in[(size_t)blockIdx.x * BLOCK + t];
  unsigned int key[PER] = {v.x, v.y, v.z, v.w};
  for (int d = 0; d < 16; ++d) counter[d * BLOCK + t] = 0;
#pragma unroll
  for (int i = 0; i < PER; ++i) counter[((key[i] >> shift) & 15u) * BLOCK + t]++;
  __syncthreads();
  unsigned int sum = 0;
#pragma unroll
  for (int i = 0; i < 16; ++i) sum += counter[t * 16 + i];
  unsigned int scan = sum;
  for (int o = 1; o < 32; o *= 2) {
    unsigned int u = __shfl_up_sync(0xffffffffu, scan, o);
    if (lane >= o) scan += u;
  }
  if (lane == 31) warp_sum[warp] = scan;
  __syncthreads();
  unsigned int before = scan - sum;
  for (int w = 0; w < warp; ++w) before += warp_sum[w];
#pragma unroll
  for (int i = 0; i < 16; ++i) {
    unsigned int c = counter[t * 16 + i];
    counter[t * 16 + i] = before;
    before += c;
  }
  __syncthreads();
#pragma unroll
  for (int i = 0; i < PER; ++i) sorted[counter[((key[i] >> shift) & 15u) * BLOCK + t]++] = key[i];
  __syncthreads();
  out[(size_t)blockIdx.x * BLOCK + t] = reinterpret_cast<const uint4*>(sorted)[t];
}
