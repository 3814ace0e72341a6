// 7 x 7 blur from a shared tile with a halo of three pixels.
#ifndef TW
#define TW 32
#endif
#ifndef TH
#define TH 8
#endif
extern "C" __global__ void blur7_tiled(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int width, int height) {
  __shared__ float tile[TH + 6][TW + 6];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH;
  float k[7];
#pragma unroll
  for (int i = 0; i < 7; ++i) k[i] = w[i];
  for (int i = threadIdx.y * TW + threadIdx.x; i < (TH + 6) * (TW + 6); i += TW * TH) {
    int ty = i / (TW + 6), tx = i % (TW + 6);
    int xx = min(max(x0 + tx - 3, 0), width - 1), yy = min(max(y0 + ty - 3, 0), height - 1);
    tile[ty][tx] = in[yy * width + xx];
  }
  __syncthreads();
  float sum = 0.0f;
#pragma unroll
  for (int dy = 0; dy < 7; ++dy) {
    float row = 0.0f;
#pragma unroll
    for (int dx = 0; dx < 7; ++dx) row += k[dx] * tile[threadIdx.y + dy][threadIdx.x + dx];
    sum += k[dy] * row;
  }
  int x = x0 + threadIdx.x, y = y0 + threadIdx.y;
  if (x < width && y < height) out[y * width + x] = sum;
}
