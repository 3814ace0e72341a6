// Stream compaction inside segments of 1024 values: a float4 a thread, warp scan, staged in shared memory for whole writes.
extern "C" __global__ void compact_quad(const float4* __restrict__ in, float4* __restrict__ out, int* __restrict__ counts, float threshold) {
  __shared__ __align__(16) float packed[1024];
  __shared__ int warp_total[8];
  int t = threadIdx.x, lane = t & 31, warp = t >> 5;
  float4 q = in[(size_t)blockIdx.x * 256 + t];
  float v[4] = {q.x, q.y, q.z, q.w};
  int n = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) n += v[i] > threshold;
  int scan = n;
#pragma unroll
  for (int o = 1; o < 32; o <<= 1) {
    int u = __shfl_up_sync(0xffffffffu, scan, o);
    if (lane >= o) scan += u;
  }
  if (lane == 31) warp_total[warp] = scan;
  reinterpret_cast<float4*>(packed)[t] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  __syncthreads();
  int at = scan - n, total = 0;
#pragma unroll
  for (int w = 0; w < 8; ++w) {
    if (w < warp) at += warp_total[w];
    total += warp_total[w];
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
    if (v[i] > threshold) packed[at++] = v[i];
  __syncthreads();
  out[(size_t)blockIdx.x * 256 + t] = reinterpret_cast<const float4*>(packed)[t];
  if (t == 0) counts[blockIdx.x] = total;
}
