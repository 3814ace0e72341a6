// Softmax over rows of different lengths (padded to a stride), LANES threads a row.
#ifndef LANES
#define LANES 32
#endif
extern "C" __global__ void ragged_softmax(const float* x, const int* length, float* y, int rows, int stride) {
  int thread = blockIdx.x * blockDim.x + threadIdx.x;
  int row = thread / LANES, lane = thread % LANES;
  int n = row < rows ? length[row] : 0;
  const float* in = x + (size_t)row * stride;
  float* out = y + (size_t)row * stride;
  float peak = -3.0e38f;
  for (int i = lane; i < n; i += LANES) peak = fmaxf(peak, in[i]);
  for (int o = LANES / 2; o > 0; o /= 2) peak = fmaxf(peak, __shfl_xor_sync(0xffffffffu, peak, o));
  float sum = 0.0f;
  for (int i = lane; i < n; i += LANES) sum += __expf(in[i] - peak);
  for (int o = LANES / 2; o > 0; o /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, o);
  if (row >= rows) return;
  float inverse = n > 0 ? 1.0f / sum : 0.0f;
  for (int i = lane; i < stride; i += LANES) out[i] = i < n ? __expf(in[i] - peak) * inverse : 0.0f;
}
