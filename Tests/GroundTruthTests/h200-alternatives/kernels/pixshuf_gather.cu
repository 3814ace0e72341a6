// Pixel shuffle by two (N, 4C, H, W) -> (N, C, 2H, 2W): a thread per output, reads gathered.
extern "C" __global__ void pixshuf_gather(const float* in, float* out, int channels, int height, int width, int total) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= total) return;
  int x = i % (2 * width), y = i / (2 * width) % (2 * height), c = i / (4 * width * height) % channels, b = i / (4 * width * height * channels);
  int plane = c * 4 + (y & 1) * 2 + (x & 1);
  out[i] = in[((b * channels * 4 + plane) * height + y / 2) * width + x / 2];
}
