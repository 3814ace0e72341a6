// Products of complex 3 x 3 matrices, one thread an element of a result: contiguous writes, operands shared through the L1 cache.
extern "C" __global__ void su3_element(const float* a, const float* b, float* c, int count) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  int m = t / 9, e = t % 9, i = e / 3, j = e % 3;
  if (m >= count) return;
  const float2* pa = reinterpret_cast<const float2*>(a) + (size_t)m * 9;
  const float2* pb = reinterpret_cast<const float2*>(b) + (size_t)m * 9;
  float re = 0.0f, im = 0.0f;
  for (int k = 0; k < 3; ++k) {
    float2 p = pa[i * 3 + k], q = pb[k * 3 + j];
    re += p.x * q.x - p.y * q.y;
    im += p.x * q.y + p.y * q.x;
  }
  reinterpret_cast<float2*>(c)[t] = make_float2(re, im);
}
