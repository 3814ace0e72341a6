// Lattice Boltzmann step (D2Q9, BGK, periodic): pull with power-of-two wrapping, PER cells along x a thread at a stride of the block, fast division.
#ifndef PER
#define PER 2
#endif
extern "C" __global__ void lbm_mask(const float* __restrict__ f, float* __restrict__ g, int width, int height, float omega) {
  int y = blockIdx.y;
  int ym = (y - 1) & (height - 1), yp = (y + 1) & (height - 1);
  int cells = width * height;
  int row0 = y * width, rowm = ym * width, rowp = yp * width;
  float v[PER][9];
#pragma unroll
  for (int r = 0; r < PER; ++r) {
    int x = blockIdx.x * blockDim.x * PER + r * blockDim.x + threadIdx.x;
    int xm = (x - 1) & (width - 1), xp = (x + 1) & (width - 1);
    v[r][0] = f[row0 + x];
    v[r][1] = f[cells + row0 + xm];
    v[r][2] = f[2 * cells + rowm + x];
    v[r][3] = f[3 * cells + row0 + xp];
    v[r][4] = f[4 * cells + rowp + x];
    v[r][5] = f[5 * cells + rowm + xm];
    v[r][6] = f[6 * cells + rowm + xp];
    v[r][7] = f[7 * cells + rowp + xp];
    v[r][8] = f[8 * cells + rowp + xm];
  }
#pragma unroll
  for (int r = 0; r < PER; ++r) {
    int at = row0 + blockIdx.x * blockDim.x * PER + r * blockDim.x + threadIdx.x;
    float* q = v[r];
    float rho = q[0] + q[1] + q[2] + q[3] + q[4] + q[5] + q[6] + q[7] + q[8];
    float inv = __fdividef(1.0f, rho);
    float ux = (q[1] + q[5] + q[8] - q[3] - q[6] - q[7]) * inv, uy = (q[2] + q[5] + q[6] - q[4] - q[7] - q[8]) * inv;
    float base = 1.0f - 1.5f * (ux * ux + uy * uy), keep = 1.0f - omega;
    float w0 = omega * rho * (4.0f / 9), w1 = omega * rho * (1.0f / 9), w2 = omega * rho * (1.0f / 36);
    float a = ux + uy, b = ux - uy;
    g[at] = keep * q[0] + w0 * base;
    g[cells + at] = keep * q[1] + w1 * (base + 3.0f * ux + 4.5f * ux * ux);
    g[2 * cells + at] = keep * q[2] + w1 * (base + 3.0f * uy + 4.5f * uy * uy);
    g[3 * cells + at] = keep * q[3] + w1 * (base - 3.0f * ux + 4.5f * ux * ux);
    g[4 * cells + at] = keep * q[4] + w1 * (base - 3.0f * uy + 4.5f * uy * uy);
    g[5 * cells + at] = keep * q[5] + w2 * (base + 3.0f * a + 4.5f * a * a);
    g[6 * cells + at] = keep * q[6] + w2 * (base - 3.0f * b + 4.5f * b * b);
    g[7 * cells + at] = keep * q[7] + w2 * (base - 3.0f * a + 4.5f * a * a);
    g[8 * cells + at] = keep * q[8] + w2 * (base + 3.0f * b + 4.5f * b * b);
  }
}
