// Pointwise convolution [cin, pixels] -> [cout, pixels]: each thread COUT outputs of one pixel, weights in constant-like shared memory.
#ifndef COUT
#define COUT 8
#endif
extern "C" __global__ void conv1x1(const float* __restrict__ x, const float* __restrict__ w, float* __restrict__ y, int cin, int pixels) {
  extern __shared__ float ws[];
  int first = blockIdx.y * COUT;
  for (int i = threadIdx.x; i < COUT * cin; i += blockDim.x) ws[i] = w[(size_t)first * cin + i];
  __syncthreads();
  int p = blockIdx.x * blockDim.x + threadIdx.x;
  if (p >= pixels) return;
  float sum[COUT];
#pragma unroll
  for (int o = 0; o < COUT; ++o) sum[o] = 0.0f;
  for (int c = 0; c < cin; ++c) {
    float v = x[(size_t)c * pixels + p];
#pragma unroll
    for (int o = 0; o < COUT; ++o) sum[o] += v * ws[o * cin + c];
  }
#pragma unroll
  for (int o = 0; o < COUT; ++o) y[(size_t)(first + o) * pixels + p] = fmaxf(sum[o], 0.0f);
}
