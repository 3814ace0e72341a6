// Products of complex 3 x 3 matrices stored one after another (18 floats each), one thread a product, straight from global memory.
extern "C" __global__ void su3_thread(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int count) {
  int m = blockIdx.x * blockDim.x + threadIdx.x;
  if (m >= count) return;
  const float2* pa = reinterpret_cast<const float2*>(a) + (size_t)m * 9;
  const float2* pb = reinterpret_cast<const float2*>(b) + (size_t)m * 9;
  float2* pc = reinterpret_cast<float2*>(c) + (size_t)m * 9;
  float2 u[9], v[9];
#pragma unroll
  for (int i = 0; i < 9; ++i) {
    u[i] = pa[i];
    v[i] = pb[i];
  }
#pragma unroll
  for (int i = 0; i < 3; ++i)
#pragma unroll
    for (int j = 0; j < 3; ++j) {
      float re = 0.0f, im = 0.0f;
#pragma unroll
      for (int k = 0; k < 3; ++k) {
        float2 p = u[i * 3 + k], q = v[k * 3 + j];
        re += p.x * q.x - p.y * q.y;
        im += p.x * q.y + p.y * q.x;
      }
      pc[i * 3 + j] = make_float2(re, im);
    }
}
