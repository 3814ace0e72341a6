// Lattice Boltzmann step (D2Q9, BGK, periodic): a 32 x 8 block stages the six shifted directions with their halo in shared memory first.
#define TW 32
#define TH 8
extern "C" __global__ void __launch_bounds__(256) lbm_shared(const float* __restrict__ f, float* __restrict__ g, int width, int height, float omega) {
  __shared__ float s[6][TH][TW + 2];
  const int dir[6] = {1, 3, 5, 6, 7, 8};
  const int cy[6] = {0, 0, 1, 1, -1, -1};
  int x0 = blockIdx.x * TW, y0 = blockIdx.y * TH, tx = threadIdx.x, ty = threadIdx.y, t = ty * TW + tx;
  int cells = width * height;
#pragma unroll
  for (int k = 0; k < 6; ++k)
    for (int i = t; i < TH * (TW + 2); i += 256) {
      int r = i / (TW + 2), c = i % (TW + 2);
      int y = (y0 + r - cy[k] + height) % height, x = (x0 + c - 1 + width) % width;
      s[k][r][c] = f[dir[k] * cells + y * width + x];
    }
  int x = x0 + tx, y = y0 + ty;
  float q[9];
  q[0] = f[y * width + x];
  q[2] = f[2 * cells + (y - 1 + height) % height * width + x];
  q[4] = f[4 * cells + (y + 1) % height * width + x];
  __syncthreads();
  q[1] = s[0][ty][tx];
  q[3] = s[1][ty][tx + 2];
  q[5] = s[2][ty][tx];
  q[6] = s[3][ty][tx + 2];
  q[7] = s[4][ty][tx + 2];
  q[8] = s[5][ty][tx];
  float rho = q[0] + q[1] + q[2] + q[3] + q[4] + q[5] + q[6] + q[7] + q[8];
  float ux = (q[1] + q[5] + q[8] - q[3] - q[6] - q[7]) / rho, uy = (q[2] + q[5] + q[6] - q[4] - q[7] - q[8]) / rho;
  float uu = 1.5f * (ux * ux + uy * uy);
  const float w[9] = {4.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 36, 1.0f / 36, 1.0f / 36, 1.0f / 36};
  const int ex[9] = {0, 1, 0, -1, 0, 1, -1, -1, 1};
  const int ey[9] = {0, 0, 1, 0, -1, 1, 1, -1, -1};
#pragma unroll
  for (int k = 0; k < 9; ++k) {
    float cu = 3.0f * (ex[k] * ux + ey[k] * uy);
    float eq = w[k] * rho * (1.0f + cu + 0.5f * cu * cu - uu);
    g[k * cells + y * width + x] = q[k] + omega * (eq - q[k]);
  }
}
