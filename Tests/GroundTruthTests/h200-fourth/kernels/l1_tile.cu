// Manhattan distances: 16 x 16 pairs a block from shared tiles of 16 rows and 16 dimensions; PAD 0 leaves the bank conflicts in.
#define DIM 64
#ifndef PAD
#define PAD 1
#endif
extern "C" __global__ void __launch_bounds__(256) l1_tile(const float* __restrict__ x, const float* __restrict__ y, float* __restrict__ out, int m, int n) {
  __shared__ float xs[16][16 + PAD], ys[16][16 + PAD];
  int tx = threadIdx.x, ty = threadIdx.y;
  int i = blockIdx.y * 16 + ty, j0 = blockIdx.x * 16;
  float sum = 0.0f;
  for (int d0 = 0; d0 < DIM; d0 += 16) {
    xs[ty][tx] = x[i * DIM + d0 + tx];
    ys[ty][tx] = y[(j0 + ty) * DIM + d0 + tx];
    __syncthreads();
#pragma unroll
    for (int d = 0; d < 16; ++d) sum += fabsf(xs[ty][d] - ys[tx][d]);
    __syncthreads();
  }
  out[(size_t)i * n + j0 + tx] = sum;
}
