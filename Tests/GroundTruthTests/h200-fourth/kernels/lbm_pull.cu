// Lattice Boltzmann step (D2Q9, BGK, periodic), nine arrays one after another: each thread pulls from its neighbours, collides and writes its cell.
extern "C" __global__ void lbm_pull(const float* __restrict__ f, float* __restrict__ g, int width, int height, float omega) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  const int cx[9] = {0, 1, 0, -1, 0, 1, -1, -1, 1};
  const int cy[9] = {0, 0, 1, 0, -1, 1, 1, -1, -1};
  const float w[9] = {4.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 9, 1.0f / 36, 1.0f / 36, 1.0f / 36, 1.0f / 36};
  size_t cells = (size_t)width * height;
  float v[9], rho = 0.0f, ux = 0.0f, uy = 0.0f;
#pragma unroll
  for (int k = 0; k < 9; ++k) {
    int sx = (x - cx[k] + width) % width, sy = (y - cy[k] + height) % height;
    v[k] = f[k * cells + sy * width + sx];
    rho += v[k];
    ux += cx[k] * v[k];
    uy += cy[k] * v[k];
  }
  ux /= rho;
  uy /= rho;
  float uu = 1.5f * (ux * ux + uy * uy);
#pragma unroll
  for (int k = 0; k < 9; ++k) {
    float cu = 3.0f * (cx[k] * ux + cy[k] * uy);
    float eq = w[k] * rho * (1.0f + cu + 0.5f * cu * cu - uu);
    g[k * cells + y * width + x] = v[k] + omega * (eq - v[k]);
  }
}
