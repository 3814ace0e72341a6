// Game of Life on a torus, a byte a cell, a shared tile with a border of one.
#define TW 32
#define TH 16
extern "C" __global__ void life_shared(const unsigned char* __restrict__ in, unsigned char* __restrict__ out, int width, int height) {
  __shared__ unsigned char tile[TH + 2][TW + 2];
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH, tx = threadIdx.x, ty = threadIdx.y;
  for (int i = ty * TW + tx; i < (TH + 2) * (TW + 2); i += TW * TH) {
    int r = i / (TW + 2), c = i % (TW + 2);
    int y = (y0 + r - 1 + height) % height, x = (x0 + c - 1 + width) % width;
    tile[r][c] = in[(size_t)y * width + x];
  }
  __syncthreads();
  int n = 0;
#pragma unroll
  for (int r = 0; r < 3; ++r)
#pragma unroll
    for (int c = 0; c < 3; ++c)
      if (r != 1 || c != 1) n += tile[ty + r][tx + c];
  out[(size_t)(y0 + ty) * width + x0 + tx] = (n == 3 || (n == 2 && tile[ty + 1][tx + 1])) ? 1 : 0;
}
