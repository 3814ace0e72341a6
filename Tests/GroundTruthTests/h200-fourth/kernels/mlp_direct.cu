// C = gelu(A * B + bias) in half: wmma fragments straight from global memory, 32 x 32 a warp, the epilogue through shared memory.
#include <cuda_fp16.h>
#include <mma.h>
using namespace nvcuda;
__device__ __forceinline__ float gelu(float x) { return 0.5f * x * (1.0f + tanhf(0.7978845608f * (x + 0.044715f * x * x * x))); }
extern "C" __global__ void __launch_bounds__(128) mlp_direct(const __half* __restrict__ A, const __half* __restrict__ B, const float* __restrict__ bias, __half* __restrict__ C, int M, int N, int K) {
  __shared__ float stage[4][16 * 16];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int row = blockIdx.y * 64 + (warp >> 1) * 32, col = blockIdx.x * 64 + (warp & 1) * 32;
  wmma::fragment<wmma::accumulator, 16, 16, 16, float> acc[2][2];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) wmma::fill_fragment(acc[i][j], 0.0f);
  for (int k = 0; k < K; k += 16) {
    wmma::fragment<wmma::matrix_a, 16, 16, 16, __half, wmma::row_major> a[2];
    wmma::fragment<wmma::matrix_b, 16, 16, 16, __half, wmma::row_major> b[2];
    for (int i = 0; i < 2; ++i) wmma::load_matrix_sync(a[i], A + (size_t)(row + 16 * i) * K + k, K);
    for (int j = 0; j < 2; ++j) wmma::load_matrix_sync(b[j], B + (size_t)k * N + col + 16 * j, N);
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) wmma::mma_sync(acc[i][j], a[i], b[j], acc[i][j]);
  }
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      wmma::store_matrix_sync(stage[warp], acc[i][j], 16, wmma::mem_row_major);
      __syncwarp();
      for (int e = lane; e < 256; e += 32) {
        int r = row + 16 * i + e / 16, c = col + 16 * j + e % 16;
        C[(size_t)r * N + c] = __float2half(gelu(stage[warp][e] + bias[c]));
      }
      __syncwarp();
    }
}
