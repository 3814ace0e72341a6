// Lower-triangular matrix times a matrix, square shared tiles, tiles above the diagonal skipped.
#ifndef TILE
#define TILE 16
#endif
extern "C" __global__ void trmm_shared(const float* __restrict__ l, const float* __restrict__ b, float* __restrict__ c, int n) {
  __shared__ float ls[TILE][TILE], bs[TILE][TILE];
  int tx = threadIdx.x, ty = threadIdx.y;
  int row = blockIdx.y * TILE + ty, col = blockIdx.x * TILE + tx;
  float sum = 0.0f;
  for (int tile = 0; tile <= blockIdx.y; ++tile) {
    int k = tile * TILE + tx;
    ls[ty][tx] = k <= row ? l[row * n + k] : 0.0f;
    bs[ty][tx] = b[(tile * TILE + ty) * n + col];
    __syncthreads();
#pragma unroll
    for (int i = 0; i < TILE; ++i) sum += ls[ty][i] * bs[i][tx];
    __syncthreads();
  }
  c[row * n + col] = sum;
}
