// Per-row symmetric int8 quantisation: the row is read twice, shared-memory tree for the largest magnitude.
#ifndef BLOCK
#define BLOCK 256
#endif
extern "C" __global__ void rowquant_twopass(const float* x, signed char* q, float* scale, int rows, int cols) {
  __shared__ float peak[BLOCK];
  const float* row = x + (size_t)blockIdx.x * cols;
  float m = 0.0f;
  for (int i = threadIdx.x; i < cols; i += BLOCK) m = fmaxf(m, fabsf(row[i]));
  peak[threadIdx.x] = m;
  __syncthreads();
  for (int s = BLOCK / 2; s > 0; s /= 2) {
    if (threadIdx.x < s) peak[threadIdx.x] = fmaxf(peak[threadIdx.x], peak[threadIdx.x + s]);
    __syncthreads();
  }
  float step = peak[0] / 127.0f;
  if (threadIdx.x == 0) scale[blockIdx.x] = step;
  float inverse = step > 0.0f ? 1.0f / step : 0.0f;
  for (int i = threadIdx.x; i < cols; i += BLOCK) {
    int v = __float2int_rn(row[i] * inverse);
    q[(size_t)blockIdx.x * cols + i] = (signed char)min(max(v, -127), 127);
  }
}
