// Two Jacobi sweeps in one launch: a warp marches down STRIP rows of 28 columns, rows in registers, left and right through shuffles.
#ifndef STRIP
#define STRIP 64
#endif
extern "C" __global__ void jac_march(const float* __restrict__ in, float* __restrict__ out, int width, int height) {
  int lane = threadIdx.x & 31, warp = (blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  int x = warp * 28 + lane - 2, y0 = blockIdx.y * STRIP;
  if (warp * 28 >= width) return;
  int xc = min(max(x, 0), width - 1);
  bool edge_x = x <= 0 || x >= width - 1;
  float a0 = in[(size_t)max(y0 - 2, 0) * width + xc], a1 = in[(size_t)max(y0 - 1, 0) * width + xc];
  float b0 = 0.0f, b1 = 0.0f;
  // a0, a1: rows y - 2 and y - 1 of the input; b0, b1: rows y - 3 and y - 2 of the first sweep
  for (int y = y0; y < y0 + STRIP + 2; ++y) {
    float a2 = in[(size_t)min(y, height - 1) * width + xc];
    float left = __shfl_up_sync(0xffffffffu, a1, 1), right = __shfl_down_sync(0xffffffffu, a1, 1);
    int r1 = y - 1;
    float b2 = (edge_x || r1 <= 0 || r1 >= height - 1) ? a1 : 0.25f * (left + right + a0 + a2);
    float bl = __shfl_up_sync(0xffffffffu, b1, 1), br = __shfl_down_sync(0xffffffffu, b1, 1);
    int r2 = y - 2;
    if (r2 >= y0 && r2 < height && lane >= 2 && lane < 30 && x < width) {
      bool edge = edge_x || r2 == 0 || r2 == height - 1;
      out[(size_t)r2 * width + x] = edge ? b1 : 0.25f * (bl + br + b0 + b2);
    }
    a0 = a1;
    a1 = a2;
    b0 = b1;
    b1 = b2;
  }
}
