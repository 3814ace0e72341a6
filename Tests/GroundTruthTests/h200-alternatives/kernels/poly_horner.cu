// Polynomial evaluation by Horner's rule with coefficients from memory, WIDE values a thread for parallelism.
#ifndef WIDE
#define WIDE 1
#endif
extern "C" __global__ void poly_horner(const float* __restrict__ x, const float* __restrict__ coefficient, float* __restrict__ y, int n, int degree) {
  int first = blockIdx.x * blockDim.x * WIDE + threadIdx.x;
  float v[WIDE], sum[WIDE];
#pragma unroll
  for (int i = 0; i < WIDE; ++i) {
    int at = first + i * blockDim.x;
    v[i] = at < n ? x[at] : 0.0f;
    sum[i] = coefficient[degree];
  }
  for (int k = degree - 1; k >= 0; --k) {
    float c = coefficient[k];
#pragma unroll
    for (int i = 0; i < WIDE; ++i) sum[i] = sum[i] * v[i] + c;
  }
#pragma unroll
  for (int i = 0; i < WIDE; ++i) {
    int at = first + i * blockDim.x;
    if (at < n) y[at] = sum[i];
  }
}
