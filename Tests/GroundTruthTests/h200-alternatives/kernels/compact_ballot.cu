// Stream compaction inside segments of 1024 values: ballots, four rounds, the segment's tail is filled with zeros.
extern "C" __global__ void compact_ballot(const float* __restrict__ in, float* __restrict__ out, int* __restrict__ counts, float threshold) {
  __shared__ int warp_count[8];
  int t = threadIdx.x, lane = t & 31, warp = t >> 5;
  size_t base = (size_t)blockIdx.x * 1024;
  int filled = 0;
  for (int r = 0; r < 4; ++r) {
    float v = in[base + r * 256 + t];
    bool keep = v > threshold;
    unsigned int votes = __ballot_sync(0xffffffffu, keep);
    if (lane == 0) warp_count[warp] = __popc(votes);
    __syncthreads();
    int before = 0, total = 0;
    for (int w = 0; w < 8; ++w) {
      if (w < warp) before += warp_count[w];
      total += warp_count[w];
    }
    if (keep) out[base + filled + before + __popc(votes & ((1u << lane) - 1u))] = v;
    filled += total;
    __syncthreads();
  }
  for (int i = filled + t; i < 1024; i += 256) out[base + i] = 0.0f;
  if (t == 0) counts[blockIdx.x] = filled;
}
