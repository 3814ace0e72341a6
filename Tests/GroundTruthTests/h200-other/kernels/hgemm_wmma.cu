// Half-precision product with single-precision sums: 64 x 64 tiles, four warps of 32 x 32.
#include <cuda_fp16.h>
#include <mma.h>
#ifndef KSTEP
#define KSTEP 32
#endif
using namespace nvcuda;
extern "C" __global__ void hgemm_wmma(const half* __restrict__ a, const half* __restrict__ b, float* __restrict__ c, int m, int n, int k) {
  __shared__ half as[64][KSTEP + 8], bs[KSTEP][64 + 8];
  int warp = threadIdx.x / 32, wr = warp / 2 * 32, wc = warp % 2 * 32, row = blockIdx.y * 64, col = blockIdx.x * 64;
  wmma::fragment<wmma::accumulator, 16, 16, 16, float> sum[2][2];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) wmma::fill_fragment(sum[i][j], 0.0f);
  for (int k0 = 0; k0 < k; k0 += KSTEP) {
    for (int i = threadIdx.x; i < 64 * KSTEP / 8; i += 128) {
      int r = i / (KSTEP / 8), x = i % (KSTEP / 8) * 8;
      *reinterpret_cast<uint4*>(&as[r][x]) = *reinterpret_cast<const uint4*>(&a[(size_t)(row + r) * k + k0 + x]);
      int r2 = i / 8, x2 = i % 8 * 8;
      *reinterpret_cast<uint4*>(&bs[r2][x2]) = *reinterpret_cast<const uint4*>(&b[(size_t)(k0 + r2) * n + col + x2]);
    }
    __syncthreads();
#pragma unroll
    for (int kk = 0; kk < KSTEP; kk += 16) {
      wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::row_major> fa[2];
      wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::row_major> fb[2];
      for (int i = 0; i < 2; ++i) wmma::load_matrix_sync(fa[i], &as[wr + 16 * i][kk], KSTEP + 8);
      for (int j = 0; j < 2; ++j) wmma::load_matrix_sync(fb[j], &bs[kk][wc + 16 * j], 64 + 8);
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j) wmma::mma_sync(sum[i][j], fa[i], fb[j], sum[i][j]);
    }
    __syncthreads();
  }
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      wmma::store_matrix_sync(&c[(size_t)(row + wr + 16 * i) * n + col + wc + 16 * j], sum[i][j], n, wmma::mem_row_major);
}
