// Bilinear enlargement by two of [planes, height, width].
extern "C" __global__ void upsample(const float* __restrict__ in, float* __restrict__ out, int height, int width) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= 2 * width || y >= 2 * height) return;
  const float* plane = in + (size_t)blockIdx.z * height * width;
  float fx = (x + 0.5f) * 0.5f - 0.5f, fy = (y + 0.5f) * 0.5f - 0.5f;
  int x0 = (int)floorf(fx), y0 = (int)floorf(fy);
  float ax = fx - x0, ay = fy - y0;
  int xa = max(x0, 0), xb = min(x0 + 1, width - 1), ya = max(y0, 0), yb = min(y0 + 1, height - 1);
  float top = plane[ya * width + xa] * (1.0f - ax) + plane[ya * width + xb] * ax;
  float bottom = plane[yb * width + xa] * (1.0f - ax) + plane[yb * width + xb] * ax;
  out[((size_t)blockIdx.z * 2 * height + y) * 2 * width + x] = top * (1.0f - ay) + bottom * ay;
}
