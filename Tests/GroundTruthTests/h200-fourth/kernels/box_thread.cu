// Box sum with radius R, one thread RUN pixels of a row: column sums recomputed at the leading edge, kept in a register ring.
#define R 6
#ifndef RUN
#define RUN 13
#endif
extern "C" __global__ void box_thread(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  int x0 = (blockIdx.x * blockDim.x + threadIdx.x) * RUN, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x0 >= width || y >= height) return;
  int top = max(y - R, 0), bottom = min(y + R, height - 1);
  float ring[2 * R + 1];
#pragma unroll
  for (int i = 0; i < 2 * R + 1; ++i) ring[i] = 0.0f;
#pragma unroll
  for (int k = 0; k < 2 * R + RUN; ++k) {
    int x = x0 - R + k;
    float column = 0.0f;
    if (x >= 0 && x < width)
      for (int yy = top; yy <= bottom; ++yy) column += in[yy * width + x];
    ring[k % (2 * R + 1)] = column;
    if (k >= 2 * R && x0 + k - 2 * R < width) {
      float sum = 0.0f;
#pragma unroll
      for (int i = 0; i < 2 * R + 1; ++i) sum += ring[i];
      out[y * width + x0 + k - 2 * R] = sum;
    }
  }
}
