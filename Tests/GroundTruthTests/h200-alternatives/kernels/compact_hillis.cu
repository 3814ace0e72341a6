// Stream compaction inside segments of 1024 values: a Hillis-Steele scan of the flags, a thread per value.
extern "C" __global__ void compact_hillis(const float* in, float* out, int* counts, float threshold) {
  __shared__ int scan[2][1024];
  int t = threadIdx.x;
  size_t base = (size_t)blockIdx.x * 1024;
  float v = in[base + t];
  int keep = v > threshold ? 1 : 0, side = 0;
  scan[0][t] = keep;
  __syncthreads();
  for (int o = 1; o < 1024; o <<= 1) {
    scan[side ^ 1][t] = scan[side][t] + (t >= o ? scan[side][t - o] : 0);
    side ^= 1;
    __syncthreads();
  }
  int total = scan[side][1023];
  if (keep) out[base + scan[side][t] - 1] = v;
  if (t >= total) out[base + t] = 0.0f;
  if (t == 0) counts[blockIdx.x] = total;
}
