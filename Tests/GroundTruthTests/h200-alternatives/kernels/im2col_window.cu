// im2col for a padded 3 x 3 window: a thread per pixel writes its nine values; blockIdx.y is the plane.
extern "C" __global__ void im2col_window(const float* __restrict__ in, float* __restrict__ out, int channels, int height, int width, int total) {
  int pixels = height * width;
  const float* plane = in + (size_t)blockIdx.y * pixels;
  float* dst = out + (size_t)blockIdx.y * 9 * pixels;
  for (int p = blockIdx.x * blockDim.x + threadIdx.x; p < pixels; p += gridDim.x * blockDim.x) {
    int y = p / width, x = p - y * width;
#pragma unroll
    for (int k = 0; k < 9; ++k) {
      int yy = y + k / 3 - 1, xx = x + k % 3 - 1;
      bool inside = (unsigned)yy < (unsigned)height && (unsigned)xx < (unsigned)width;
      dst[k * pixels + p] = inside ? plane[yy * width + xx] : 0.0f;
    }
  }
}
