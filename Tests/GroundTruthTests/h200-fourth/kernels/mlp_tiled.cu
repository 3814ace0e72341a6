// C = gelu(A * B + bias) in half: BM x BN x 32 tiles in shared memory, wmma, eight warps (2 x 4), plain loads, the epilogue through shared memory.
#include <cuda_fp16.h>
#include <mma.h>
using namespace nvcuda;
#ifndef BM
#define BM 64
#endif
#ifndef BN
#define BN 128
#endif
#define BK 32
#define WM (BM / 2)
#define WN (BN / 4)
__device__ __forceinline__ float gelu(float x) { return 0.5f * x * (1.0f + tanhf(0.7978845608f * (x + 0.044715f * x * x * x))); }
extern "C" __global__ void __launch_bounds__(256) mlp_tiled(const __half* __restrict__ A, const __half* __restrict__ B, const float* __restrict__ bias, __half* __restrict__ C, int M, int N, int K) {
  __shared__ __align__(32) __half as[BM][BK + 8], bs[BK][BN + 8];
  __shared__ __align__(32) float stage[8][16 * 16];
  int t = threadIdx.x, warp = t >> 5, lane = t & 31, row = blockIdx.y * BM, col = blockIdx.x * BN;
  int wr = (warp >> 2) * WM, wc = (warp & 3) * WN;
  wmma::fragment<wmma::accumulator, 16, 16, 16, float> acc[WM / 16][WN / 16];
#pragma unroll
  for (int i = 0; i < WM / 16; ++i)
#pragma unroll
    for (int j = 0; j < WN / 16; ++j) wmma::fill_fragment(acc[i][j], 0.0f);
  for (int k0 = 0; k0 < K; k0 += BK) {
    for (int i = t; i < BM * BK / 8; i += 256) {
      int r = i / (BK / 8), c = i % (BK / 8) * 8;
      *reinterpret_cast<uint4*>(&as[r][c]) = *reinterpret_cast<const uint4*>(A + (size_t)(row + r) * K + k0 + c);
    }
    for (int i = t; i < BK * BN / 8; i += 256) {
      int r = i / (BN / 8), c = i % (BN / 8) * 8;
      *reinterpret_cast<uint4*>(&bs[r][c]) = *reinterpret_cast<const uint4*>(B + (size_t)(k0 + r) * N + col + c);
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < BK; k += 16) {
      wmma::fragment<wmma::matrix_a, 16, 16, 16, __half, wmma::row_major> a[WM / 16];
      wmma::fragment<wmma::matrix_b, 16, 16, 16, __half, wmma::row_major> b[WN / 16];
#pragma unroll
      for (int i = 0; i < WM / 16; ++i) wmma::load_matrix_sync(a[i], &as[wr + 16 * i][k], BK + 8);
#pragma unroll
      for (int j = 0; j < WN / 16; ++j) wmma::load_matrix_sync(b[j], &bs[k][wc + 16 * j], BN + 8);
#pragma unroll
      for (int i = 0; i < WM / 16; ++i)
#pragma unroll
        for (int j = 0; j < WN / 16; ++j) wmma::mma_sync(acc[i][j], a[i], b[j], acc[i][j]);
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < WM / 16; ++i)
#pragma unroll
    for (int j = 0; j < WN / 16; ++j) {
      wmma::store_matrix_sync(stage[warp], acc[i][j], 16, wmma::mem_row_major);
      __syncwarp();
      for (int e = lane; e < 128; e += 32) {
        int r = row + wr + 16 * i + e / 8, c = col + wc + 16 * j + e % 8 * 2;
        float2 v = *reinterpret_cast<float2*>(&stage[warp][e * 2]);
        *reinterpret_cast<__half2*>(C + (size_t)r * N + c) = __floats2half2_rn(gelu(v.x + bias[c]), gelu(v.y + bias[c + 1]));
      }
      __syncwarp();
    }
}
