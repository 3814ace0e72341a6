// Min-plus matrix product from square shared tiles.
#ifndef TILE
#define TILE 32
#endif
extern "C" __global__ void minplus_shared(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n) {
  __shared__ float as[TILE][TILE], bs[TILE][TILE];
  int tx = threadIdx.x, ty = threadIdx.y, row = blockIdx.y * TILE + ty, col = blockIdx.x * TILE + tx;
  float best = 1.0e30f;
  for (int k0 = 0; k0 < n; k0 += TILE) {
    as[ty][tx] = a[row * n + k0 + tx];
    bs[ty][tx] = b[(k0 + ty) * n + col];
    __syncthreads();
#pragma unroll 8
    for (int k = 0; k < TILE; ++k) best = fminf(best, as[ty][k] + bs[k][tx]);
    __syncthreads();
  }
  c[row * n + col] = best;
}
