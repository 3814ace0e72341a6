// Sliding-window causal attention, one warp a query: lanes score 32 keys at once from a shared query, then sum the values.
#define D 64
#define WINDOW 128
extern "C" __global__ void win_warp(const float* __restrict__ Q, const float* __restrict__ K, const float* __restrict__ V, float* __restrict__ O, int seq, float scale) {
  __shared__ float4 qs[8][D / 4];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int i = blockIdx.x * (blockDim.x >> 5) + warp;
  size_t head = (size_t)blockIdx.y * seq * D;
  if (lane < D / 4) qs[warp][lane] = reinterpret_cast<const float4*>(Q + head + (size_t)i * D)[lane];
  __syncwarp();
  float p[WINDOW / 32];
  float top = -1e30f;
#pragma unroll
  for (int r = 0; r < WINDOW / 32; ++r) {
    int j = i - WINDOW + 1 + r * 32 + lane;
    float s = -1e30f;
    if (j >= 0) {
      const float4* k = reinterpret_cast<const float4*>(K + head + (size_t)j * D);
      s = 0.0f;
#pragma unroll
      for (int d = 0; d < D / 4; ++d) {
        float4 a = qs[warp][d], b = k[d];
        s += a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
      }
      s *= scale;
    }
    p[r] = s;
    top = fmaxf(top, s);
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, o));
  float sum = 0.0f;
#pragma unroll
  for (int r = 0; r < WINDOW / 32; ++r) {
    p[r] = p[r] > -1e29f ? expf(p[r] - top) : 0.0f;
    sum += p[r];
  }
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, o);
  float2 acc = make_float2(0.0f, 0.0f);
#pragma unroll
  for (int r = 0; r < WINDOW / 32; ++r) {
    int base = i - WINDOW + 1 + r * 32;
    for (int l = 0; l < 32; ++l) {
      float e = __shfl_sync(0xffffffffu, p[r], l);
      int j = max(base + l, 0);
      float2 v = reinterpret_cast<const float2*>(V + head + (size_t)j * D)[lane];
      acc.x += e * v.x;
      acc.y += e * v.y;
    }
  }
  reinterpret_cast<float2*>(O + head + (size_t)i * D)[lane] = make_float2(acc.x / sum, acc.y / sum);
}
