// Depthwise 3 x 3 convolution, NHWC, padding one: one thread an output value.
extern "C" __global__ void dw_scalar(const float* in, const float* w, float* out, int batch, int height, int width, int channels) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  int c = t % channels, x = t / channels % width, y = t / channels / width % height, b = t / channels / width / height;
  if (b >= batch) return;
  float sum = 0.0f;
  for (int dy = 0; dy < 3; ++dy)
    for (int dx = 0; dx < 3; ++dx) {
      int yy = y + dy - 1, xx = x + dx - 1;
      if (yy >= 0 && yy < height && xx >= 0 && xx < width) sum += w[(dy * 3 + dx) * channels + c] * in[((b * height + yy) * width + xx) * channels + c];
    }
  out[t] = sum;
}
