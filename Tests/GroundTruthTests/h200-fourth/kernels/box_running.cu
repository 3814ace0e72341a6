// Box sum with radius R by running column sums: a block of 256 threads walks down STRIP rows, a row of column sums in shared memory each.
#define R 6
#ifndef STRIP
#define STRIP 64
#endif
#define OUT (256 - 2 * R)
extern "C" __global__ void __launch_bounds__(256) box_running(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  __shared__ float sums[2][256];
  int x = blockIdx.x * OUT + threadIdx.x - R, y0 = blockIdx.y * STRIP;
  bool inside = x >= 0 && x < width;
  float column = 0.0f;
  for (int y = max(y0 - R, 0); y < min(y0 + R, height); ++y)
    if (inside) column += in[y * width + x];
  for (int y = y0; y < min(y0 + STRIP, height); ++y) {
    if (inside && y + R < height) column += in[(y + R) * width + x];
    float* row = sums[y & 1];
    row[threadIdx.x] = column;
    __syncthreads();
    if (threadIdx.x >= R && threadIdx.x < 256 - R && inside) {
      float sum = 0.0f;
#pragma unroll
      for (int d = -R; d <= R; ++d) sum += row[threadIdx.x + d];
      out[y * width + x] = sum;
    }
    if (inside && y >= R) column -= in[(y - R) * width + x];
  }
}
