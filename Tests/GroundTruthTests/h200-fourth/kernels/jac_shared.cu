// Two Jacobi sweeps in one launch: 32 x TH outputs a block, both sweeps from shared memory with halos of two and one.
#ifndef TH
#define TH 16
#endif
#define TW 32
extern "C" __global__ void __launch_bounds__(256) jac_shared(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  __shared__ float a[TH + 4][TW + 4];
  __shared__ float b[TH + 2][TW + 2];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH, t = threadIdx.x;
  for (int i = t; i < (TH + 4) * (TW + 4); i += 256) {
    int ty = i / (TW + 4), tx = i % (TW + 4);
    int x = min(max(x0 + tx - 2, 0), width - 1), y = min(max(y0 + ty - 2, 0), height - 1);
    a[ty][tx] = in[y * width + x];
  }
  __syncthreads();
  for (int i = t; i < (TH + 2) * (TW + 2); i += 256) {
    int ty = i / (TW + 2), tx = i % (TW + 2), x = x0 + tx - 1, y = y0 + ty - 1;
    bool edge = x <= 0 || y <= 0 || x >= width - 1 || y >= height - 1;
    b[ty][tx] = edge ? a[ty + 1][tx + 1] : 0.25f * (a[ty + 1][tx] + a[ty + 1][tx + 2] + a[ty][tx + 1] + a[ty + 2][tx + 1]);
  }
  __syncthreads();
  for (int i = t; i < TH * TW; i += 256) {
    int ty = i / TW, tx = i % TW, x = x0 + tx, y = y0 + ty;
    bool edge = x == 0 || y == 0 || x == width - 1 || y == height - 1;
    out[y * width + x] = edge ? b[ty + 1][tx + 1] : 0.25f * (b[ty + 1][tx] + b[ty + 1][tx + 2] + b[ty][tx + 1] + b[ty + 2][tx + 1]);
  }
}
