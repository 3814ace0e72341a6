// Manhattan distances: a thread keeps one row of y in registers and walks over ROWS rows of x, which are broadcast from shared memory.
#define DIM 64
#ifndef ROWS
#define ROWS 32
#endif
extern "C" __global__ void __launch_bounds__(128) l1_row(const float* __restrict__ x, const float* __restrict__ y, float* __restrict__ out, int m, int n) {
  __shared__ float4 xs[ROWS][DIM / 4];
  int j = blockIdx.x * 128 + threadIdx.x, i0 = blockIdx.y * ROWS;
  for (int k = threadIdx.x; k < ROWS * DIM / 4; k += 128) xs[k / (DIM / 4)][k % (DIM / 4)] = reinterpret_cast<const float4*>(x)[i0 * (DIM / 4) + k];
  float4 v[DIM / 4];
#pragma unroll
  for (int d = 0; d < DIM / 4; ++d) v[d] = reinterpret_cast<const float4*>(y)[j * (DIM / 4) + d];
  __syncthreads();
  for (int r = 0; r < ROWS; ++r) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d < DIM / 4; ++d) {
      float4 u = xs[r][d];
      sum += fabsf(u.x - v[d].x) + fabsf(u.y - v[d].y) + fabsf(u.z - v[d].z) + fabsf(u.w - v[d].w);
    }
    out[(size_t)(i0 + r) * n + j] = sum;
  }
}
