// Lattice Boltzmann step (D2Q9, BGK, periodic), in the same order as the pull version (stream, then collide), but each warp marches down ROWS rows and keeps the row addresses.
#ifndef ROWS
#define ROWS 8
#endif
extern "C" __global__ void lbm_rows(const float* __restrict__ f, float* __restrict__ g, int width, int height, float omega) {
  int x = blockIdx.x * blockDim.x + threadIdx.x;
  int xm = x == 0 ? width - 1 : x - 1, xp = x == width - 1 ? 0 : x + 1;
  int cells = width * height;
  for (int y = blockIdx.y * ROWS; y < blockIdx.y * ROWS + ROWS; ++y) {
    int row0 = y * width, rowm = (y == 0 ? height - 1 : y - 1) * width, rowp = (y == height - 1 ? 0 : y + 1) * width;
    float q0 = f[row0 + x], q1 = f[cells + row0 + xm], q2 = f[2 * cells + rowm + x], q3 = f[3 * cells + row0 + xp], q4 = f[4 * cells + rowp + x];
    float q5 = f[5 * cells + rowm + xm], q6 = f[6 * cells + rowm + xp], q7 = f[7 * cells + rowp + xp], q8 = f[8 * cells + rowp + xm];
    float rho = q0 + q1 + q2 + q3 + q4 + q5 + q6 + q7 + q8;
    float ux = (q1 + q5 + q8 - q3 - q6 - q7) / rho, uy = (q2 + q5 + q6 - q4 - q7 - q8) / rho;
    float base = 1.0f - 1.5f * (ux * ux + uy * uy), keep = 1.0f - omega;
    float w0 = omega * rho * (4.0f / 9), w1 = omega * rho * (1.0f / 9), w2 = omega * rho * (1.0f / 36);
    float a = ux + uy, b = ux - uy;
    int at = row0 + x;
    g[at] = keep * q0 + w0 * base;
    g[cells + at] = keep * q1 + w1 * (base + 3.0f * ux + 4.5f * ux * ux);
    g[2 * cells + at] = keep * q2 + w1 * (base + 3.0f * uy + 4.5f * uy * uy);
    g[3 * cells + at] = keep * q3 + w1 * (base - 3.0f * ux + 4.5f * ux * ux);
    g[4 * cells + at] = keep * q4 + w1 * (base - 3.0f * uy + 4.5f * uy * uy);
    g[5 * cells + at] = keep * q5 + w2 * (base + 3.0f * a + 4.5f * a * a);
    g[6 * cells + at] = keep * q6 + w2 * (base - 3.0f * b + 4.5f * b * b);
    g[7 * cells + at] = keep * q7 + w2 * (base - 3.0f * a + 4.5f * a * a);
    g[8 * cells + at] = keep * q8 + w2 * (base + 3.0f * b + 4.5f * b * b);
  }
}
