// Pixel shuffle by two (N, 4C, H, W) -> (N, C, 2H, 2W): a thread per input, writes scattered; blockIdx.z is the plane.
extern "C" __global__ void pixshuf_scatter(const float* __restrict__ in, float* __restrict__ out, int channels, int height, int width, int total) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, plane = blockIdx.z;
  if (x >= width || y >= height) return;
  int sub = plane & 3;
  size_t to = ((size_t)(plane >> 2) * 2 * height + 2 * y + (sub >> 1)) * 2 * width + 2 * x + (sub & 1);
  out[to] = in[((size_t)plane * height + y) * width + x];
}
