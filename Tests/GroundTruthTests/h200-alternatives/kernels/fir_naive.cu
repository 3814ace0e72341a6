// Finite impulse response filter, everything from global memory.
extern "C" __global__ void fir_naive(const float* x, const float* h, float* y, int n, int taps) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float sum = 0.0f;
  for (int k = 0; k < taps; ++k) sum += h[k] * x[i + k];
  y[i] = sum;
}
