// C = gelu(A * B + bias) in half: no tensor cores, 64 x 64 tiles in shared memory, 4 x 4 outputs a thread in fp32.
#include <cuda_fp16.h>
__device__ __forceinline__ float gelu(float x) { return 0.5f * x * (1.0f + tanhf(0.7978845608f * (x + 0.044715f * x * x * x))); }
extern "C" __global__ void __launch_bounds__(256) mlp_half2(const __half* __restrict__ A, const __half* __restrict__ B, const float* __restrict__ bias, __half* __restrict__ C, int M, int N, int K) {
  __shared__ __align__(16) float as[16][68], bs[16][64];
  int t = threadIdx.x, tx = t & 15, ty = t >> 4, row = blockIdx.y * 64, col = blockIdx.x * 64;
  int ar = t >> 2, ac = (t & 3) * 4, br = t >> 4, bc = (t & 15) * 4;
  float sum[4][4] = {};
  for (int k0 = 0; k0 < K; k0 += 16) {
    uint2 av = *reinterpret_cast<const uint2*>(A + (size_t)(row + ar) * K + k0 + ac);
    uint2 bv = *reinterpret_cast<const uint2*>(B + (size_t)(k0 + br) * N + col + bc);
    float2 a0 = __half22float2(*reinterpret_cast<__half2*>(&av.x)), a1 = __half22float2(*reinterpret_cast<__half2*>(&av.y));
    float2 b0 = __half22float2(*reinterpret_cast<__half2*>(&bv.x)), b1 = __half22float2(*reinterpret_cast<__half2*>(&bv.y));
    as[ac][ar] = a0.x; as[ac + 1][ar] = a0.y; as[ac + 2][ar] = a1.x; as[ac + 3][ar] = a1.y;
    *reinterpret_cast<float4*>(&bs[br][bc]) = make_float4(b0.x, b0.y, b1.x, b1.y);
    __syncthreads();
#pragma unroll
    for (int k = 0; k < 16; ++k) {
      float4 u = *reinterpret_cast<const float4*>(&as[k][ty * 4]), v = *reinterpret_cast<const float4*>(&bs[k][tx * 4]);
      float uu[4] = {u.x, u.y, u.z, u.w}, vv[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) sum[i][j] += uu[i] * vv[j];
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) C[(size_t)(row + ty * 4 + i) * N + col + tx * 4 + j] = __float2half(gelu(sum[i][j] + bias[col + tx * 4 + j]));
}
