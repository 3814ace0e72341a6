// Dilation with a 7 x 7 square: byte tile in shared memory, row maxima, then column maxima.
#define TW 64
#define TH 16
extern "C" __global__ void __launch_bounds__(256) dil_shared(const unsigned char* __restrict__ in, unsigned char* __restrict__ out, int width, int height) {
  __shared__ unsigned char tile[TH + 6][TW + 8];
  __shared__ unsigned char rows[TH + 6][TW];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH, t = threadIdx.x;
  for (int i = t; i < (TH + 6) * (TW + 6); i += 256) {
    int ty = i / (TW + 6), tx = i % (TW + 6);
    int xx = min(max(x0 + tx - 3, 0), width - 1), yy = min(max(y0 + ty - 3, 0), height - 1);
    tile[ty][tx] = in[yy * width + xx];
  }
  __syncthreads();
  for (int i = t; i < (TH + 6) * TW; i += 256) {
    int ty = i / TW, tx = i % TW, top = 0;
#pragma unroll
    for (int d = 0; d < 7; ++d) top = max(top, (int)tile[ty][tx + d]);
    rows[ty][tx] = (unsigned char)top;
  }
  __syncthreads();
  for (int i = t; i < TH * TW; i += 256) {
    int ty = i / TW, tx = i % TW, top = 0;
#pragma unroll
    for (int d = 0; d < 7; ++d) top = max(top, (int)rows[ty + d][tx]);
    out[(y0 + ty) * width + x0 + tx] = (unsigned char)top;
  }
}
