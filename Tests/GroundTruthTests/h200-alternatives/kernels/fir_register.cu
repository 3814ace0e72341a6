// Finite impulse response filter, eight neighbouring outputs a thread; PAD=1 keeps the shared reads off one bank.
#define BLOCK 128
#define TAPS 64
#ifndef PAD
#define PAD 0
#endif
#define AT(i) ((i) + PAD * ((i) >> 3))
extern "C" __global__ void fir_register(const float* __restrict__ x, const float* __restrict__ h, float* __restrict__ y, int n, int taps) {
  __shared__ float window[AT(BLOCK * 8 + TAPS)];
  __shared__ float coefficient[TAPS];
  int first = blockIdx.x * BLOCK * 8;
  for (int i = threadIdx.x; i < BLOCK * 8 + TAPS; i += BLOCK) window[AT(i)] = first + i < n + taps ? x[first + i] : 0.0f;
  if (threadIdx.x < TAPS) coefficient[threadIdx.x] = h[threadIdx.x];
  __syncthreads();
  float sum[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  int base = threadIdx.x * 8;
  for (int k = 0; k < TAPS; k += 8) {
    float v[15];
#pragma unroll
    for (int j = 0; j < 15; ++j) v[j] = window[AT(base + k + j)];
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      float c = coefficient[k + i];
#pragma unroll
      for (int j = 0; j < 8; ++j) sum[j] += c * v[i + j];
    }
  }
  if (first + base + 7 < n) {
    float4* dst = reinterpret_cast<float4*>(y + first + base);
    dst[0] = make_float4(sum[0], sum[1], sum[2], sum[3]);
    dst[1] = make_float4(sum[4], sum[5], sum[6], sum[7]);
  } else {
    for (int j = 0; j < 8; ++j)
      if (first + base + j < n) y[first + base + j] = sum[j];
  }
}
