// Finite impulse response filter with the block's window and the taps in shared memory.
#ifndef BLOCK
#define BLOCK 256
#endif
#define TAPS 64
extern "C" __global__ void fir_shared(const float* __restrict__ x, const float* __restrict__ h, float* __restrict__ y, int n, int taps) {
  __shared__ float window[BLOCK + TAPS], coefficient[TAPS];
  int first = blockIdx.x * BLOCK;
  for (int i = threadIdx.x; i < BLOCK + taps; i += BLOCK) window[i] = first + i < n + taps ? x[first + i] : 0.0f;
  if (threadIdx.x < taps) coefficient[threadIdx.x] = h[threadIdx.x];
  __syncthreads();
  float sum = 0.0f;
  for (int k = 0; k < taps; ++k) sum += coefficient[k] * window[threadIdx.x + k];
  if (first + threadIdx.x < n) y[first + threadIdx.x] = sum;
}
