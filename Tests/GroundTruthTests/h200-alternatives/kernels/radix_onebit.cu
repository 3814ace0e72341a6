// Block-local radix pass on four bits: four stable one-bit splits of 1024 keys by ballots, four rounds of 256 keys each.
#define BLOCK 256
#define ROUNDS 4
extern "C" __global__ void radix_onebit(const unsigned int* in, unsigned int* out, int shift) {
  __shared__ unsigned int keys[2][BLOCK * ROUNDS];
  __shared__ int zeros[ROUNDS * BLOCK / 32];
  int t = threadIdx.x, lane = t & 31, warp = t >> 5;
  size_t base = (size_t)blockIdx.x * BLOCK * ROUNDS;
  for (int r = 0; r < ROUNDS; ++r) keys[0][r * BLOCK + t] = in[base + r * BLOCK + t];
  __syncthreads();
  for (int bit = 0; bit < 4; ++bit) {
    unsigned int* from = keys[bit & 1];
    unsigned int* to = keys[(bit & 1) ^ 1];
    unsigned int ballot[ROUNDS], mine[ROUNDS];
#pragma unroll
    for (int r = 0; r < ROUNDS; ++r) {
      mine[r] = from[r * BLOCK + t];
      ballot[r] = __ballot_sync(0xffffffffu, !((mine[r] >> (shift + bit)) & 1u));
      if (lane == 0) zeros[r * (BLOCK / 32) + warp] = __popc(ballot[r]);
    }
    __syncthreads();
    if (warp == 0) {
      int own = zeros[lane], v = own;
      for (int o = 1; o < 32; o *= 2) {
        int u = __shfl_up_sync(0xffffffffu, v, o);
        if (lane >= o) v += u;
      }
      zeros[lane] = v;
    }
    __syncthreads();
    int total = zeros[31];
#pragma unroll
    for (int r = 0; r < ROUNDS; ++r) {
      int w = r * (BLOCK / 32) + warp, index = r * BLOCK + t;
      int before = (w > 0 ? zeros[w - 1] : 0) + __popc(ballot[r] & ((1u << lane) - 1u));
      bool zero = (ballot[r] >> lane) & 1u;
      to[zero ? before : total + index - before] = mine[r];
    }
    __syncthreads();
  }
  for (int r = 0; r < ROUNDS; ++r) out[base + r * BLOCK + t] = keys[0][r * BLOCK + t];
}
