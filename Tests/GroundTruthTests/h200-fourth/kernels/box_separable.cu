// Box sum with radius R from a shared tile: row sums first, then column sums, 32 x TH pixels a block.
#define R 6
#ifndef TH
#define TH 32
#endif
#define TW 32
extern "C" __global__ void __launch_bounds__(256) box_separable(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  __shared__ float tile[TH + 2 * R][TW + 2 * R];
  __shared__ float rows[TH + 2 * R][TW];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH, t = threadIdx.y * 32 + threadIdx.x;
  for (int i = t; i < (TH + 2 * R) * (TW + 2 * R); i += 256) {
    int ty = i / (TW + 2 * R), tx = i % (TW + 2 * R), x = x0 + tx - R, y = y0 + ty - R;
    tile[ty][tx] = (x >= 0 && x < width && y >= 0 && y < height) ? in[y * width + x] : 0.0f;
  }
  __syncthreads();
  for (int y = threadIdx.y; y < TH + 2 * R; y += 8) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d <= 2 * R; ++d) sum += tile[y][threadIdx.x + d];
    rows[y][threadIdx.x] = sum;
  }
  __syncthreads();
  for (int y = threadIdx.y; y < TH; y += 8) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d <= 2 * R; ++d) sum += rows[y + d][threadIdx.x];
    out[(y0 + y) * width + x0 + threadIdx.x] = sum;
  }
}
