// Depthwise 3 x 3 convolution, NHWC: 32 channels and 8 x 8 pixels a block, the 10 x 10 input tile in shared memory.
extern "C" __global__ void __launch_bounds__(256) dw_shared(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int batch, int height, int width, int channels) {
  __shared__ float tile[10][10][32];
  int tiles_x = width / 8, c0 = blockIdx.y * 32, b = blockIdx.z;
  int x0 = blockIdx.x % tiles_x * 8, y0 = blockIdx.x / tiles_x * 8;
  int c = threadIdx.x & 31, slot = threadIdx.x >> 5;
  for (int i = slot; i < 100; i += 8) {
    int y = y0 + i / 10 - 1, x = x0 + i % 10 - 1;
    tile[i / 10][i % 10][c] = (x >= 0 && x < width && y >= 0 && y < height) ? in[((b * height + y) * width + x) * channels + c0 + c] : 0.0f;
  }
  float k[9];
#pragma unroll
  for (int i = 0; i < 9; ++i) k[i] = w[i * channels + c0 + c];
  __syncthreads();
#pragma unroll
  for (int y = 0; y < 8; ++y) {
    float sum = 0.0f;
#pragma unroll
    for (int i = 0; i < 9; ++i) sum += k[i] * tile[y + i / 3][slot + i % 3][c];
    out[((b * height + y0 + y) * width + x0 + slot) * channels + c0 + c] = sum;
  }
}
