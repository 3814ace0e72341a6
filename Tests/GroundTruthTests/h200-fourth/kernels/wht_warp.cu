// Walsh-Hadamard transform of rows of 1024, one warp a row: 32 values a lane, five stages in registers and five by shuffles.
extern "C" __global__ void wht_warp(const float* __restrict__ in, float* __restrict__ out, int rows) {
  int lane = threadIdx.x & 31, row = (blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  if (row >= rows) return;
  const float* p = in + (size_t)row * 1024;
  float* q = out + (size_t)row * 1024;
  float v[32];
#pragma unroll
  for (int i = 0; i < 32; ++i) v[i] = p[i * 32 + lane];
#pragma unroll
  for (int h = 1; h < 32; h <<= 1) {
#pragma unroll
    for (int i = 0; i < 32; ++i)
      if ((i & h) == 0) {
        float a = v[i], b = v[i + h];
        v[i] = a + b;
        v[i + h] = a - b;
      }
  }
#pragma unroll
  for (int h = 1; h < 32; h <<= 1) {
    float sign = (lane & h) ? -1.0f : 1.0f;
#pragma unroll
    for (int i = 0; i < 32; ++i) {
      float o = __shfl_xor_sync(0xffffffffu, v[i], h);
      v[i] = sign * v[i] + o;
    }
  }
#pragma unroll
  for (int i = 0; i < 32; ++i) q[i * 32 + lane] = v[i];
}
