// AdamW update of parameters and both moments, VEC values a thread and step of a grid-stride loop.
#ifndef VEC
#define VEC 1
#endif
__device__ __forceinline__ void update(float& p, float g, float& m, float& v, float rate, float decay, float c1, float c2) {
  m = 0.9f * m + 0.1f * g;
  v = 0.999f * v + 0.001f * g * g;
  float step = (m * c1) / (sqrtf(v * c2) + 1e-8f);
  p -= rate * (step + decay * p);
}
extern "C" __global__ void adam_step(float* __restrict__ p, const float* __restrict__ g, float* __restrict__ m, float* __restrict__ v, float rate, float decay, float c1, float c2, int n) {
  int step = gridDim.x * blockDim.x;
#if VEC == 4
  float4 *p4 = (float4*)p, *m4 = (float4*)m, *v4 = (float4*)v;
  const float4* g4 = (const float4*)g;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n / 4; i += step) {
    float4 a = p4[i], b = g4[i], c = m4[i], d = v4[i];
    update(a.x, b.x, c.x, d.x, rate, decay, c1, c2);
    update(a.y, b.y, c.y, d.y, rate, decay, c1, c2);
    update(a.z, b.z, c.z, d.z, rate, decay, c1, c2);
    update(a.w, b.w, c.w, d.w, rate, decay, c1, c2);
    p4[i] = a;
    m4[i] = c;
    v4[i] = d;
  }
#else
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
    float a = p[i], c = m[i], d = v[i];
    update(a, g[i], c, d, rate, decay, c1, c2);
    p[i] = a;
    m[i] = c;
    v[i] = d;
  }
#endif
}
