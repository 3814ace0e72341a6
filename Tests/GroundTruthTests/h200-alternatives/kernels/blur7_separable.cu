// 7 x 7 blur as a row pass and a column pass in one kernel, the rows between them in shared memory.
#ifndef TH
#define TH 16
#endif
#define TW 32
extern "C" __global__ void blur7_separable(const float* __restrict__ in, const float* __restrict__ w, float* __restrict__ out, int width, int height) {
  __shared__ float tile[TH + 6][TW + 6];
  __shared__ float rows[TH + 6][TW];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH;
  int t = threadIdx.y * blockDim.x + threadIdx.x, threads = blockDim.x * blockDim.y;
  float k[7];
#pragma unroll
  for (int i = 0; i < 7; ++i) k[i] = w[i];
  for (int i = t; i < (TH + 6) * (TW + 6); i += threads) {
    int ty = i / (TW + 6), tx = i % (TW + 6);
    int xx = min(max(x0 + tx - 3, 0), width - 1), yy = min(max(y0 + ty - 3, 0), height - 1);
    tile[ty][tx] = in[yy * width + xx];
  }
  __syncthreads();
  for (int y = threadIdx.y; y < TH + 6; y += blockDim.y) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d < 7; ++d) sum += k[d] * tile[y][threadIdx.x + d];
    rows[y][threadIdx.x] = sum;
  }
  __syncthreads();
  for (int y = threadIdx.y; y < TH; y += blockDim.y) {
    float sum = 0.0f;
#pragma unroll
    for (int d = 0; d < 7; ++d) sum += k[d] * rows[y + d][threadIdx.x];
    int gx = x0 + threadIdx.x, gy = y0 + y;
    if (gx < width && gy < height) out[gy * width + gx] = sum;
  }
}
