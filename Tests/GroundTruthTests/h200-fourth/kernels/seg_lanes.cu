// Sums of ragged segments, LANES threads a segment (1: a plain loop of one thread).
#ifndef LANES
#define LANES 1
#endif
extern "C" __global__ void seg_lanes(const float* __restrict__ values, const int* __restrict__ start, const int* __restrict__ raw, float* __restrict__ out, int segments) {
  int thread = blockIdx.x * blockDim.x + threadIdx.x, s = thread / LANES, lane = thread % LANES;
  if (s >= segments) return;
  int first = start[s], n = 1 + ((raw[s] * raw[s]) >> 12);
  float sum = 0.0f;
  for (int i = lane; i < n; i += LANES) sum += values[first + i];
#pragma unroll
  for (int o = LANES / 2; o > 0; o >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, o);
  if (lane == 0) out[s] = sum;
}
