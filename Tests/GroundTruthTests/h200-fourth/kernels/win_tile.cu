// Sliding-window causal attention, 64 queries a block and one a thread, tiles of TILE keys and values in shared memory.
#define D 64
#define WINDOW 128
#ifndef TILE
#define TILE 32
#endif
extern "C" __global__ void __launch_bounds__(64) win_tile(const float* __restrict__ Q, const float* __restrict__ K, const float* __restrict__ V, float* __restrict__ O, int seq, float scale) {
  __shared__ float4 ks[TILE][D / 4], vs[TILE][D / 4];
  int first = blockIdx.x * 64, i = first + threadIdx.x;
  size_t head = (size_t)blockIdx.y * seq * D;
  float4 q[D / 4], acc[D / 4];
  const float4* qp = reinterpret_cast<const float4*>(Q + head + (size_t)i * D);
#pragma unroll
  for (int d = 0; d < D / 4; ++d) {
    float4 v = qp[d];
    q[d] = make_float4(v.x * scale, v.y * scale, v.z * scale, v.w * scale);
    acc[d] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  }
  float top = -1e30f, sum = 0.0f;
  for (int j0 = max(0, first - WINDOW); j0 < first + 64; j0 += TILE) {
    for (int x = threadIdx.x; x < TILE * (D / 4); x += 64) {
      int r = x / (D / 4), c = x % (D / 4);
      ks[r][c] = reinterpret_cast<const float4*>(K + head + (size_t)(j0 + r) * D)[c];
      vs[r][c] = reinterpret_cast<const float4*>(V + head + (size_t)(j0 + r) * D)[c];
    }
    __syncthreads();
    for (int r = 0; r < TILE; ++r) {
      int j = j0 + r;
      if (j <= i && j > i - WINDOW) {
        float s = 0.0f;
#pragma unroll
        for (int d = 0; d < D / 4; ++d) {
          float4 k = ks[r][d];
          s += q[d].x * k.x + q[d].y * k.y + q[d].z * k.z + q[d].w * k.w;
        }
        if (s > top) {
          float keep = __expf(top - s);
          sum *= keep;
#pragma unroll
          for (int d = 0; d < D / 4; ++d) {
            acc[d].x *= keep; acc[d].y *= keep; acc[d].z *= keep; acc[d].w *= keep;
          }
          top = s;
        }
        float e = __expf(s - top);
        sum += e;
#pragma unroll
        for (int d = 0; d < D / 4; ++d) {
          float4 v = vs[r][d];
          acc[d].x += e * v.x; acc[d].y += e * v.y; acc[d].z += e * v.z; acc[d].w += e * v.w;
        }
      }
    }
    __syncthreads();
  }
  float inv = 1.0f / sum;
  float4* op = reinterpret_cast<float4*>(O + head + (size_t)i * D);
#pragma unroll
  for (int d = 0; d < D / 4; ++d) op[d] = make_float4(acc[d].x * inv, acc[d].y * inv, acc[d].z * inv, acc[d].w * inv);
}
